import { inspect } from 'node:util';

/** What is shown instead of a secret. */
const REDACTED = '[secret]';

/** A string that no message, log line or JSON document shows, however it gets there. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The string itself, for the one place that sends or keeps it. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
