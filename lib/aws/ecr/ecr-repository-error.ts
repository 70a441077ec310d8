import {
  AwsError,
  DENIAL,
  type Nature,
  type Natures,
  natureOf,
  problemOf,
  REFUSED_IDENTITY,
  THROTTLE,
} from '../aws-error.ts';

const MISSING: Nature = {
  kind: 'not-found',
  code: 'NOT_FOUND',
  hint: 'create it, or have the stack create what is missing below this target',
};

const NATURES: Natures = [
  [
    DENIAL,
    {
      kind: 'auth',
      code: 'DENIED',
      hint: 'allow ecr:DescribeRepositories, ecr:CreateRepository, ecr:TagResource and ecr:PutLifecyclePolicy below the prefix of the target',
    },
  ],
  [
    REFUSED_IDENTITY,
    {
      kind: 'auth',
      code: 'AUTHENTICATION_FAILED',
      hint: 'check the role of the function, and of the target',
    },
  ],
  [
    /^LimitExceeded/,
    {
      kind: 'quota',
      code: 'QUOTA_EXCEEDED',
      hint: 'have the quota of repositories raised, or remove some',
    },
  ],
  [
    /^(?:Invalid|Kms|TooManyTags|Validation)/,
    {
      kind: 'policy',
      code: 'CONTENT_REFUSED',
      hint: 'correct what the stack says of repositories below this target',
    },
  ],
  [
    THROTTLE,
    {
      kind: 'throttled',
      code: 'THROTTLED',
      hint: 'it is tried again; run fewer workers where it stays',
    },
  ],
];

const PASSING: Nature = {
  kind: 'transient',
  code: 'REGISTRY_UNAVAILABLE',
  hint: 'it is tried again; if it stays, see whether ECR answers in that region',
};

/** Nobody has made a target repository, and nobody is to make it; or ECR does not make it. */
export class EcrRepositoryError extends AwsError {
  override readonly name = 'EcrRepositoryError';

  static missing(repository: string): EcrRepositoryError {
    return new EcrRepositoryError(`the repository ${repository} does not exist`, MISSING);
  }

  /** `cause` is what the AWS SDK threw. */
  static failed(repository: string, cause: unknown): EcrRepositoryError {
    const message = `ECR does not make sure of the repository ${repository}: ${problemOf(cause)}`;
    return new EcrRepositoryError(message, natureOf(cause, NATURES, PASSING), cause);
  }
}
