import { appendFileSync, closeSync, openSync } from 'node:fs';
import { OutputFileError } from './errors.ts';

const OPTION = '--log';

/** A file that lines are added to, each behind the time of its writing. */
export class LogFile {
  readonly #file: string;
  readonly #now: () => Date;
  readonly #descriptor: number;
  #failure: OutputFileError | undefined;

  /** Makes the file where there is none, in a folder that is there. Throws `OutputFileError`. The caller closes it. */
  constructor(file: string, now: () => Date) {
    this.#file = file;
    this.#now = now;
    try {
      this.#descriptor = openSync(file, 'a');
    } catch (error) {
      throw new OutputFileError(file, OPTION, error);
    }
  }

  /** Adds the lines of `text`. Never throws: a full disk ends no run. */
  write(text: string): void {
    const time = this.#now().toISOString();
    const lines = text.trimEnd().split('\n');
    try {
      appendFileSync(this.#descriptor, lines.map((line) => `${time} ${line}\n`).join(''));
    } catch (error) {
      this.#failure ??= new OutputFileError(this.#file, OPTION, error);
    }
  }

  /** Gives the first failure to write lines, if there was one. */
  close(): OutputFileError | undefined {
    closeSync(this.#descriptor);
    return this.#failure;
  }
}
