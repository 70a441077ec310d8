import { type ErrorKind, SyncerError } from '../../errors.ts';

const DENIED: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'NotAuthorizedForSourceException',
  'ResourceNotFoundException',
  'ValidationException',
]);

/** An event could not be put on the bus. */
export class EventsError extends SyncerError {
  override readonly name = 'EventsError';
  readonly code = 'EVENTS_UNUSABLE';
  readonly kind: ErrorKind;
  readonly hint =
    'see that the event bus exists and that its policy and its key let the function put events; the event is told again with the image or the run that it is about';
  readonly retryable: boolean;

  /** `problem` is the name of what EventBridge says, where it said something. */
  constructor(what: string, problem: string, options: ErrorOptions = {}) {
    super(`the event ${what} was not taken: ${problem}`, options);
    this.retryable = !DENIED.has(problem);
    this.kind = this.retryable ? 'transient' : 'auth';
  }
}
