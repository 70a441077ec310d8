import { clearScreenDown, moveCursor } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { createLogUpdate } from 'log-update';
import type { Terminal } from './output-stream.ts';

/** Lines at the bottom of a terminal that are drawn again in place, and permanent lines that scroll up above them. */
export class LiveArea {
  readonly #terminal: Terminal;
  readonly #log: ReturnType<typeof createLogUpdate>;
  #drawn: readonly string[] = [];
  #kept: string[] = [];

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#log = createLogUpdate(terminal);
  }

  /** Adds permanent lines; they are written with the next frame, so that many cost one redraw. */
  keep(lines: readonly string[]): void {
    this.#kept.push(...lines);
  }

  /** Replaces what was drawn by `frame`, lines that are shorter than the terminal is wide. */
  draw(frame: readonly string[]): void {
    // log-update 7.2 patches the lines that differ, and where lines were added or
    // removed in the middle it leaves those below as they were.
    if (this.#kept.length > 0 || frame.length !== this.#drawn.length) this.#erase();
    this.#writeKept();
    this.#log(frame.join('\n'));
    this.#drawn = frame;
  }

  /**
   * Erases what was drawn when the terminal has taken another size. Terminals
   * break lines that have become too long into several, of which log-update
   * does not know.
   */
  reflow(): void {
    const columns = Math.max(1, this.#terminal.columns);
    const extra = this.#drawn
      .map((line) => Math.ceil(stripVTControlCharacters(line).length / columns) - 1)
      .reduce((total, rows) => total + Math.max(0, rows), 0);

    this.#erase();
    moveCursor(this.#terminal, 0, -extra);
    clearScreenDown(this.#terminal);
  }

  /** Leaves permanent lines alone on the screen, and the cursor visible below them. */
  close(): void {
    this.#erase();
    this.#writeKept();
    this.#log.done();
  }

  #erase(): void {
    this.#log.clear();
    this.#drawn = [];
  }

  #writeKept(): void {
    if (this.#kept.length === 0) return;
    // Not by log-update's persist(), which cuts long texts to the height of the terminal.
    this.#terminal.write(`${this.#kept.join('\n')}\n`);
    this.#kept = [];
  }
}
