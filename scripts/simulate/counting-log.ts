import type { Log, LogFields } from '../../lib/aws/log.ts';

/** What Powertools adds to each line: time, level, service, function and request. */
const LINE_BYTES = 450;

/** Counts what functions log, and keeps what went wrong. */
export class CountingLog implements Log {
  bytes = 0;
  /** How often each sentence was said. */
  readonly said = new Map<string, number>();
  /** The first of each kind. */
  readonly errors = new Map<string, string>();

  info(message: string, fields: LogFields = {}): void {
    this.#count(message, fields);
  }

  warn(message: string, fields: LogFields = {}): void {
    this.#count(message, fields);
  }

  error(message: string, fields: LogFields = {}): void {
    const text = this.#count(message, fields);
    const { error } = fields;
    const told = error instanceof Error ? (error.stack ?? error.message) : text;
    if (!this.errors.has(message)) this.errors.set(message, told);
  }

  #count(message: string, fields: LogFields): string {
    const text = JSON.stringify(fields);
    this.bytes += LINE_BYTES + message.length + text.length;
    this.said.set(message, (this.said.get(message) ?? 0) + 1);
    return text;
  }
}
