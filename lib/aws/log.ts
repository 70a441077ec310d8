/** Where the functions say what they do: one sentence without a full stop, and fields that a query can ask for. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** Plain values; an `Error` stands under `error`, so that its stack is printed with it. */
export type LogFields = Readonly<Record<string, unknown>>;
