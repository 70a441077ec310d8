import type { AnsweringShell } from '../shell.ts';
import { hasColors } from '../terminal/paint.ts';

/** What a table is printed on. */
export interface TableOptions {
  /** Width of the terminal; absent or 0: unknown, no line is broken. */
  readonly columns?: number | undefined;
  /** Absent: no colours. */
  readonly color?: boolean;
}

/** Tables as the standard output of `shell` can show them. */
export function tableOptionsOf({ stdout }: AnsweringShell): TableOptions {
  return { columns: stdout.columns, color: hasColors(stdout) };
}
