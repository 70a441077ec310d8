const DENIED = /^(?:AccessDenied|UnauthorizedOperation)/;
const REFUSED =
  /^(?:ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|IncompleteSignature)/;

/** Whether what the SDK threw says that whoever asked lacks a right. */
export function isDenial(cause: unknown): boolean {
  return cause instanceof Error && DENIED.test(cause.name);
}

/** Whether what the SDK threw says that AWS does not believe who asks. */
export function isRefusedIdentity(cause: unknown): boolean {
  return cause instanceof Error && REFUSED.test(cause.name);
}

/** What the SDK threw, in words that hold nothing of what was sent. */
export function problemOf(cause: unknown): string {
  const name = cause instanceof Error ? cause.name : '';
  return [name, saidByAws(cause)].filter(Boolean).join(', ') || 'it cannot be asked';
}

/** Only what a service answered: texts of credential programs may hold anything. */
function saidByAws(cause: unknown): string | undefined {
  const isAnswer = cause instanceof Error && '$fault' in cause && '$metadata' in cause;
  return isAnswer ? cause.message.slice(0, 300) : undefined;
}
