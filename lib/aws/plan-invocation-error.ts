import {
  AwsError,
  DENIAL,
  type Nature,
  type Natures,
  natureOf,
  REFUSED_IDENTITY,
  THROTTLE,
} from './aws-error.ts';

/** docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, "Errors". */
const NATURES: Natures = [
  [
    /^ResourceNotFound/,
    {
      kind: 'not-found',
      code: 'NOT_FOUND',
      hint: 'the table tells of a function that is gone: deploy the stack again and start a run',
    },
  ],
  [
    DENIAL,
    { kind: 'auth', code: 'DENIED', hint: 'use a role to which the stack gives grantRetry' },
  ],
  [
    REFUSED_IDENTITY,
    {
      kind: 'auth',
      code: 'INVALID_CREDENTIALS',
      hint: 'give valid AWS credentials, for example with AWS_PROFILE or aws sso login',
    },
  ],
  [
    THROTTLE,
    { kind: 'throttled', code: 'THROTTLED', hint: 'wait until other runs are planned, and retry' },
  ],
];

const UNEXPLAINED: Nature = {
  kind: 'internal',
  code: 'INTERNAL',
  hint: "see the function's log; the dashboard of the stack leads to it",
};

/** The function that plans could not be called, or failed. */
export class PlanInvocationError extends AwsError {
  override readonly name = 'PlanInvocationError';

  /** `cause` is what the SDK threw, or what the function says of itself. */
  constructor(functionName: string, cause: Error) {
    const nature = natureOf(cause, NATURES, UNEXPLAINED);
    super(`the function ${functionName} failed: ${cause.message}`, nature, cause);
  }
}
