import { SyncerError } from '../../errors.ts';

/** A queue does not take what is sent. */
export class QueueError extends SyncerError {
  override readonly name = 'QueueError';
  readonly kind = 'transient';
  readonly code = 'QUEUE_UNUSABLE';
  readonly hint: string;
  readonly retryable = true;

  constructor(queueUrl: string, problem: string, cause?: unknown) {
    const queue = queueUrl.split('/').at(-1);
    super(`the queue ${queue} takes no messages: ${problem}`, { cause });
    this.hint = 'see whether the queue exists and the function may send to it';
  }
}
