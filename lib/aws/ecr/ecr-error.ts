import { type ErrorCode, type ErrorKind, SyncerError } from '../../errors.ts';
import { isDenial, isRefusedIdentity, problemOf } from './aws-refusal.ts';

/** ECR gives no token. The message repeats what AWS says about rights, and nothing of what was sent. */
export class EcrError extends SyncerError {
  override readonly name = 'EcrError';
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;

  /** `cause` is what the AWS SDK threw. */
  constructor(registry: string, cause: unknown) {
    const { problem, kind, code, hint, retryable } = natureOf(cause);
    super(`ECR gives no token for ${registry}: ${problem}`, { cause });
    this.kind = kind;
    this.code = code;
    this.hint = hint;
    this.retryable = retryable;
  }
}

interface Nature {
  readonly problem: string;
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;
}

const AUTH = { kind: 'auth', code: 'AUTHENTICATION_FAILED', retryable: false } as const;

function natureOf(cause: unknown): Nature {
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'CredentialsProviderError') {
    const problem = 'there are no AWS credentials';
    const hint =
      'set AWS_PROFILE, or AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, or run where a role is attached, or give credentials for the registry under registries';
    return { ...AUTH, problem, hint };
  }
  const problem = problemOf(cause);
  if (isDenial(cause)) {
    const hint = 'allow ecr:GetAuthorizationToken, and sts:AssumeRole where a role is named';
    return { ...AUTH, code: 'DENIED', problem, hint };
  }
  if (isRefusedIdentity(cause)) {
    const hint = 'renew the AWS credentials, for example with aws sso login, and check the clock';
    return { ...AUTH, problem, hint };
  }
  const hint = 'try again; if it stays, see whether aws ecr get-login-password works here';
  return { kind: 'transient', code: 'REGISTRY_UNAVAILABLE', problem, hint, retryable: true };
}
