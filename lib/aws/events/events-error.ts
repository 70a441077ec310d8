import { type ErrorKind, SyncerError } from '../../errors.ts';
import { toldCause } from '../aws-error.ts';

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
  constructor(what: string, problem: string, { cause }: ErrorOptions = {}) {
    super(`the event ${what} was not taken: ${problem}`, { cause: toldCause(cause) });
    this.retryable = !DENIED.has(problem);
    this.kind = this.retryable ? 'transient' : 'auth';
  }
}
