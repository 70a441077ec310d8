import { Writable } from 'node:stream';

/** What a terminal of a fixed height does with the sequences that the live view uses; the rest it shows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal is about control characters
const TOKENS = /\x1b\[([0-9?]*)([A-Za-z])|\n|[^\x1b\n]+/g;

/** A terminal that keeps everything it shows as lines, those that scrolled away included. */
export class FakeTerminal extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  written = '';
  #lines = [''];
  #row = 0;
  #column = 0;

  constructor(columns = 80, rows = 24) {
    super();
    this.columns = columns;
    this.rows = rows;
  }

  /** Lines as a person sees them, without colours and without empty lines at the end. */
  get screen(): string[] {
    return this.#lines.join('\n').trimEnd().split('\n');
  }

  getColorDepth(): number {
    return 1;
  }

  override _write(chunk: Buffer, _encoding: string, callback: () => void): void {
    const text = chunk.toString();
    this.written += text;
    for (const [token, parameter = '', command] of text.matchAll(TOKENS)) {
      if (command !== undefined) this.#obey(command, parameter);
      else if (token === '\n') this.#moveTo(this.#row + 1, 0);
      else this.#show(token);
    }
    callback();
  }

  /** Takes another width and breaks the lines that have become too long, as most terminals do. */
  resize(columns: number): void {
    const broken = this.#lines.map(
      (line) => line.match(new RegExp(`.{1,${columns}}`, 'g')) ?? [''],
    );
    this.#row = broken.slice(0, this.#row + 1).flat().length - 1;
    this.#lines = broken.flat();
    this.columns = columns;
    this.emit('resize');
  }

  #obey(command: string, parameter: string): void {
    const count = Number(parameter || 1);
    if (command === 'A') this.#moveTo(Math.max(0, this.#row - count), this.#column);
    if (command === 'B')
      this.#moveTo(Math.min(this.#lines.length - 1, this.#row + count), this.#column);
    if (command === 'G') this.#moveTo(this.#row, count - 1);
    if (command === 'K') this.#lines[this.#row] = parameter === '2' ? '' : this.#beforeCursor();
    if (command !== 'J') return;
    this.#lines = [...this.#lines.slice(0, this.#row), this.#beforeCursor()];
  }

  #moveTo(row: number, column: number): void {
    this.#row = row;
    this.#column = column;
    while (this.#lines.length <= row) this.#lines.push('');
  }

  #show(text: string): void {
    const line = this.#lines[this.#row] ?? '';
    this.#lines[this.#row] =
      this.#beforeCursor().padEnd(this.#column) + text + line.slice(this.#column + text.length);
    this.#column += text.length;
  }

  #beforeCursor(): string {
    return (this.#lines[this.#row] ?? '').slice(0, this.#column);
  }
}
