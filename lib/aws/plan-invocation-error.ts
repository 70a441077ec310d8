import { type ErrorCode, type ErrorKind, SyncerError } from '../errors.ts';

interface Nature {
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
}

/** By the name of what the SDK throws: docs.aws.amazon.com/lambda/latest/api/API_Invoke.html, "Errors". */
const NATURES: readonly (readonly [RegExp, Nature])[] = [
  [
    /^ResourceNotFound/,
    {
      kind: 'not-found',
      code: 'NOT_FOUND',
      hint: 'the table tells of a function that is gone: deploy the stack again and start a run',
    },
  ],
  [
    /^(?:AccessDenied|KMSAccessDenied)/,
    { kind: 'auth', code: 'DENIED', hint: 'use a role to which the stack gives grantRetry' },
  ],
  [
    /^(?:CredentialsProvider|TokenProvider|ExpiredToken|UnrecognizedClient|InvalidSignature)/,
    {
      kind: 'auth',
      code: 'INVALID_CREDENTIALS',
      hint: 'give valid AWS credentials, for example with AWS_PROFILE or aws sso login',
    },
  ],
  [
    /^TooManyRequests/,
    { kind: 'throttled', code: 'THROTTLED', hint: 'wait until other runs are planned, and retry' },
  ],
];

const UNEXPLAINED: Nature = {
  kind: 'internal',
  code: 'INTERNAL',
  hint: "see the function's log; the dashboard of the stack leads to it",
};

/** The function that plans could not be called, or failed. */
export class PlanInvocationError extends SyncerError {
  override readonly name = 'PlanInvocationError';
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;

  /** `cause` is what the SDK threw, or what the function says of itself. */
  constructor(functionName: string, cause: Error) {
    const nature = natureOf(cause);
    super(`the function ${functionName} failed: ${cause.message}`, { cause });
    this.kind = nature.kind;
    this.code = nature.code;
    this.hint = nature.hint;
    this.retryable = nature.kind === 'throttled';
  }
}

function natureOf({ name }: Error): Nature {
  const known = NATURES.find(([names]) => names.test(name));
  return known ? known[1] : UNEXPLAINED;
}
