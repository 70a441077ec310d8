import type { OutputStream } from '../../lib/cli/terminal/output-stream.ts';

/** Keeps what a command writes, as a pipe would. */
export class CapturedOutput implements OutputStream {
  text = '';

  write(text: string): void {
    this.text += text;
  }
}
