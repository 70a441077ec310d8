import { AwsError, DENIAL, type Nature, type Natures, natureOf, problemOf } from '../aws-error.ts';

const DENIED: Nature = {
  kind: 'auth',
  code: 'DENIED',
  hint: 'allow the function secretsmanager:GetSecretValue, and kms:Decrypt with the key of the secret, as the stack does for secrets that it binds',
};

/** Secrets Manager, "GetSecretValue". */
const NATURES: Natures = [
  [DENIAL, DENIED],
  [/^DecryptionFailure/, DENIED],
  [
    /^(?:ResourceNotFound|InvalidRequest)/,
    {
      kind: 'not-found',
      code: 'NOT_FOUND',
      hint: 'create the secret, or restore it, or bind another one to the registry in the stack',
    },
  ],
];

const PASSING: Nature = {
  kind: 'transient',
  code: 'CONNECTION_LOST',
  hint: 'it is tried again; if it stays, see whether Secrets Manager answers in that region',
};

const MALFORMED: Nature = {
  kind: 'auth',
  code: 'INVALID_CREDENTIALS',
  hint: 'store JSON with username and password, username and accessToken, identityToken, or token',
};

/** The secret that is bound to a registry cannot be had or used. No message of it quotes the content. */
export class SecretError extends AwsError {
  override readonly name = 'SecretError';

  /** `cause` is what the AWS SDK threw. */
  static unreadable(arn: string, cause: unknown): SecretError {
    const message = `the secret ${arn} cannot be read: ${problemOf(cause)}`;
    return new SecretError(message, natureOf(cause, NATURES, PASSING), cause);
  }

  static malformed(arn: string): SecretError {
    const message = `the secret ${arn} holds no credentials in a form that is known`;
    return new SecretError(message, MALFORMED);
  }
}
