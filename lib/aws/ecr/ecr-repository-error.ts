import { type ErrorCode, type ErrorKind, SyncerError } from '../../errors.ts';
import { isDenial, isRefusedIdentity, problemOf } from './aws-refusal.ts';

interface Nature {
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;
}

const LASTING = { retryable: false } as const;

/** Nobody has made a target repository, and nobody is to make it; or ECR does not make it. */
export class EcrRepositoryError extends SyncerError {
  override readonly name = 'EcrRepositoryError';
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;

  private constructor(message: string, nature: Nature, cause?: unknown) {
    super(message, { cause });
    this.kind = nature.kind;
    this.code = nature.code;
    this.hint = nature.hint;
    this.retryable = nature.retryable;
  }

  static missing(repository: string): EcrRepositoryError {
    return new EcrRepositoryError(`the repository ${repository} does not exist`, {
      ...LASTING,
      kind: 'not-found',
      code: 'NOT_FOUND',
      hint: 'create it, or have the stack create what is missing below this target',
    });
  }

  /** `cause` is what the AWS SDK threw. */
  static failed(repository: string, cause: unknown): EcrRepositoryError {
    const message = `ECR does not make sure of the repository ${repository}: ${problemOf(cause)}`;
    return new EcrRepositoryError(message, natureOf(cause), cause);
  }
}

function natureOf(cause: unknown): Nature {
  const name = cause instanceof Error ? cause.name : '';
  if (isDenial(cause)) {
    const hint =
      'allow ecr:DescribeRepositories, ecr:CreateRepository, ecr:TagResource and ecr:PutLifecyclePolicy below the prefix of the target';
    return { ...LASTING, kind: 'auth', code: 'DENIED', hint };
  }
  if (isRefusedIdentity(cause)) {
    const hint = 'check the role of the function, and of the target';
    return { ...LASTING, kind: 'auth', code: 'AUTHENTICATION_FAILED', hint };
  }
  if (/^LimitExceeded/.test(name)) {
    const hint = 'have the quota of repositories raised, or remove some';
    return { ...LASTING, kind: 'quota', code: 'QUOTA_EXCEEDED', hint };
  }
  if (/^(?:Invalid|Kms|TooManyTags|Validation)/.test(name)) {
    const hint = 'correct what the stack says of repositories below this target';
    return { ...LASTING, kind: 'policy', code: 'CONTENT_REFUSED', hint };
  }
  if (/^(?:Throttling|TooManyRequests|RequestLimit)/.test(name)) {
    const hint = 'it is tried again; run fewer workers where it stays';
    return { kind: 'throttled', code: 'THROTTLED', hint, retryable: true };
  }
  const hint = 'it is tried again; if it stays, see whether ECR answers in that region';
  return { kind: 'transient', code: 'REGISTRY_UNAVAILABLE', hint, retryable: true };
}
