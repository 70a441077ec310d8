import type { Refusal } from './answers.ts';

/** What is asked for cannot be answered, for a reason that whoever asks can mend. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly status: 400 | 404;
  readonly hint: string;

  constructor(status: 400 | 404, { message, hint }: Refusal) {
    super(message);
    this.status = status;
    this.hint = hint;
  }
}
