/** Words of DynamoDB's language: names and values with their signs, numbers of signs, and everything else. */
const WORD = /\s*([#:]?\w+|<>|<=|>=|[=<>(),+-])/y;

/** Reads an expression word by word; throws where another word stands than is expected. */
export class ExpressionReader {
  readonly #words: readonly string[];
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
    this.#words = wordsOf(text);
  }

  get isOver(): boolean {
    return this.#position === this.#words.length;
  }

  /** The next word, which stays. */
  get next(): string {
    return this.#words[this.#position] ?? '';
  }

  take(): string {
    const { next } = this;
    if (this.isOver) throw new Error(`the expression ends too early: ${this.#text}`);
    this.#position += 1;
    return next;
  }

  /** Takes the next word where it is `word`, in whatever case; tells whether it was. */
  skip(word: string): boolean {
    if (this.next.toUpperCase() !== word) return false;
    this.#position += 1;
    return true;
  }

  expect(word: string): void {
    if (!this.skip(word)) throw new Error(`${word} is missing at ${this.next}: ${this.#text}`);
  }

  /** What `read` gives, as often as a comma follows. */
  list<T>(read: () => T): readonly T[] {
    const items = [read()];
    while (this.skip(',')) items.push(read());
    return items;
  }
}

function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  const trimmed = text.trimEnd();
  WORD.lastIndex = 0;
  while (WORD.lastIndex < trimmed.length) {
    const from = WORD.lastIndex;
    const [, word] = WORD.exec(trimmed) ?? [];
    if (word === undefined) throw new Error(`not understood from ${from} on: ${text}`);
    words.push(word);
  }
  return words;
}
