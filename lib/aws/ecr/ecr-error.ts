import {
  AwsError,
  DENIAL,
  type Nature,
  type Natures,
  natureOf,
  problemOf,
  REFUSED_IDENTITY,
} from '../aws-error.ts';

const AUTH = { kind: 'auth', code: 'AUTHENTICATION_FAILED' } as const;

const NATURES: Natures = [
  [
    /^CredentialsProvider/,
    {
      ...AUTH,
      hint: 'set AWS_PROFILE, or AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY, or run where a role is attached, or give credentials for the registry under registries',
    },
  ],
  [
    DENIAL,
    {
      ...AUTH,
      code: 'DENIED',
      hint: 'allow ecr:GetAuthorizationToken, and sts:AssumeRole where a role is named',
    },
  ],
  [
    REFUSED_IDENTITY,
    {
      ...AUTH,
      hint: 'renew the AWS credentials, for example with aws sso login, and check the clock',
    },
  ],
];

const PASSING: Nature = {
  kind: 'transient',
  code: 'REGISTRY_UNAVAILABLE',
  hint: 'try again; if it stays, see whether aws ecr get-login-password works here',
};

/** ECR gives no token. The message repeats what AWS says about rights, and nothing of what was sent. */
export class EcrError extends AwsError {
  override readonly name = 'EcrError';

  /** `cause` is what the AWS SDK threw. */
  constructor(registry: string, cause: unknown) {
    const message = `ECR gives no token for ${registry}: ${problemOf(cause)}`;
    super(message, natureOf(cause, NATURES, PASSING), cause);
  }
}
