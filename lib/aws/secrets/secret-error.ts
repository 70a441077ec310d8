import { type ErrorCode, type ErrorKind, SyncerError } from '../../errors.ts';

interface Nature {
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
}

const DENIED: Nature = {
  kind: 'auth',
  code: 'DENIED',
  hint: 'allow the function secretsmanager:GetSecretValue, and kms:Decrypt with the key of the secret, as the stack does for secrets that it binds',
};

/** By the name of what the SDK throws: Secrets Manager, "GetSecretValue". */
const NATURES: readonly (readonly [RegExp, Nature])[] = [
  [/^(?:AccessDenied|DecryptionFailure)/, DENIED],
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
export class SecretError extends SyncerError {
  override readonly name = 'SecretError';
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;

  private constructor(message: string, nature: Nature, cause?: unknown) {
    super(message, { cause });
    this.kind = nature.kind;
    this.code = nature.code;
    this.hint = nature.hint;
    this.retryable = nature === PASSING;
  }

  /** `cause` is what the AWS SDK threw. */
  static unreadable(arn: string, cause: unknown): SecretError {
    const { name, message } = cause instanceof Error ? cause : new Error('it cannot be asked');
    const nature = NATURES.find(([names]) => names.test(name))?.[1] ?? PASSING;
    const problem = `${name}, ${message.slice(0, 300)}`;
    return new SecretError(`the secret ${arn} cannot be read: ${problem}`, nature, cause);
  }

  static malformed(arn: string): SecretError {
    return new SecretError(
      `the secret ${arn} holds no credentials in a form that is known`,
      MALFORMED,
    );
  }
}
