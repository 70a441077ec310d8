const HEAD_END = '\r\n\r\n';

/** What follows the head of a request before the next one begins. */
type Rest = 'head' | 'body' | 'chunk-size' | 'chunk' | 'trailers';

/** Counts the requests of one connection from the bytes that its client sends: HTTP/1.1 without upgrades. */
export class RequestCounter {
  #requests = 0;
  #rest: Rest = 'head';
  /** Of a body or a chunk, what has not come yet. */
  #left = 0;
  /** The beginning of a line or of a head, whose end has not come yet. */
  #text = '';

  /** How many were begun, by their complete heads. */
  get requests(): number {
    return this.#requests;
  }

  add(content: Buffer): void {
    let rest: Buffer = content;
    while (rest.byteLength > 0) rest = rest.subarray(this.#take(rest));
  }

  /** Takes what belongs together off the beginning and returns its length. */
  #take(content: Buffer): number {
    switch (this.#rest) {
      case 'head':
        return this.#takeText(content, HEAD_END, (head) => this.#startBody(head));
      case 'body':
        return this.#skip(content, 'head');
      case 'chunk':
        return this.#skip(content, 'chunk-size');
      case 'chunk-size':
        return this.#takeText(content, '\r\n', (line) => this.#startChunk(line));
      case 'trailers':
        return this.#takeText(content, '\r\n', (line) => this.#endTrailer(line));
    }
  }

  #takeText(content: Buffer, end: string, use: (text: string) => void): number {
    const before = this.#text.length;
    const text = this.#text + content.toString('latin1');
    const position = text.indexOf(end);
    if (position < 0) {
      this.#text = text;
      return content.byteLength;
    }
    this.#text = '';
    use(text.slice(0, position));
    return position + end.length - before;
  }

  #skip(content: Buffer, next: Rest): number {
    const bytes = Math.min(this.#left, content.byteLength);
    this.#left -= bytes;
    if (this.#left === 0) this.#rest = next;
    return bytes;
  }

  #startBody(head: string): void {
    this.#requests += 1;
    if (/^transfer-encoding: *chunked *$/im.test(head)) this.#rest = 'chunk-size';
    else this.#startCounted(Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0), 'body');
  }

  #startCounted(bytes: number, rest: Rest): void {
    this.#left = bytes;
    this.#rest = bytes > 0 ? rest : 'head';
  }

  #startChunk(line: string): void {
    const bytes = Number.parseInt(line, 16);
    if (!(bytes >= 0)) throw new Error(`${JSON.stringify(line)} is not the size of a chunk`);
    if (bytes === 0) this.#rest = 'trailers';
    // Each chunk has a line break behind it.
    else this.#startCounted(bytes + 2, 'chunk');
  }

  #endTrailer(line: string): void {
    if (line === '') this.#rest = 'head';
  }
}
