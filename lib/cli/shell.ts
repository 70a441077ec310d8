import type { OutputStream } from './terminal/output-stream.ts';

/** What a command needs that does nothing but answer. */
export interface AnsweringShell {
  readonly stdout: OutputStream;
}

/** What a command has of the process that runs it. */
export interface Shell {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}
