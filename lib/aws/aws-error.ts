import { type ErrorCode, type ErrorKind, SyncerError } from '../errors.ts';

/** What the failure of a service comes to for whoever asked it. */
export interface Nature {
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
}

/** Natures by the name of what the SDK throws; the first that matches counts. */
export type Natures = readonly (readonly [RegExp, Nature])[];

/** A service of AWS does not do what it was asked to. Such a failure may pass if it is transient or a throttle. */
export abstract class AwsError extends SyncerError {
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;

  protected constructor(message: string, { kind, code, hint }: Nature, cause?: unknown) {
    super(message, { cause: toldCause(cause) });
    this.kind = kind;
    this.code = code;
    this.hint = hint;
    this.retryable = kind === 'transient' || kind === 'throttled';
  }
}

/** AWS says that whoever asked lacks a right. */
export const DENIAL = /^(?:AccessDenied|UnauthorizedOperation|KMSAccessDenied|Forbidden|403)/;

/** There is nobody who asks, or AWS does not believe who it is. */
export const REFUSED_IDENTITY =
  /^(?:CredentialsProvider|TokenProvider|ExpiredToken|InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|MissingAuthenticationToken|IncompleteSignature)/;

/** AWS asks for patience. */
export const THROTTLE =
  /^(?:Throttling|TooManyRequests|RequestLimit|ProvisionedThroughputExceeded|SlowDown)/;

/** The nature of what the SDK threw. */
export function natureOf(cause: unknown, natures: Natures, otherwise: Nature): Nature {
  const name = cause instanceof Error ? cause.name : '';
  return natures.find(([names]) => names.test(name))?.[1] ?? otherwise;
}

const LONGEST_ANSWER = 300;

/** What the SDK threw, in words that hold nothing of what was sent. */
export function problemOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'it cannot be asked';
  if (cause.name === 'CredentialsProviderError') return 'there are no AWS credentials';
  if (cause.message === 'Region is missing') return 'there is no AWS region';
  return isAnswer(cause) ? `${cause.name}, ${cause.message.slice(0, LONGEST_ANSWER)}` : cause.name;
}

/** What the SDK threw, as outcomes and logs may show it: itself where that is an answer or the system's word, else its name. */
export function toldCause(cause: unknown): unknown {
  if (!(cause instanceof Error) || isAnswer(cause) || 'syscall' in cause) return cause;
  const told = new Error(problemOf(cause));
  told.name = cause.name;
  return told;
}

/** Texts that are no service's answer may hold anything, such as the output of a credential program. */
function isAnswer(cause: Error): boolean {
  return '$fault' in cause && '$metadata' in cause;
}
