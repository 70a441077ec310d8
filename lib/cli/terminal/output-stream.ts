import { Writable } from 'node:stream';

/** What output needs of `process.stderr`; whatever else takes text is written to line by line. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** A terminal of a known size, which it announces anew by `resize`. */
export type Terminal = Writable & Required<OutputStream>;

/** Whether lines of `stream` can be drawn again; a pseudo-terminal that nobody gave a size reports 0 × 0. */
export function isTerminal(stream: OutputStream): stream is Terminal {
  const sized = stream.isTTY === true && Boolean(stream.columns) && Boolean(stream.rows);
  return sized && stream instanceof Writable;
}
