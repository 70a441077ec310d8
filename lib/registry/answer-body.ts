import { type Dispatcher, errors } from 'undici';

/** Where a body comes from: undici's side of one exchange. */
export type Connection = Pick<Dispatcher.DispatchController, 'pause' | 'resume' | 'abort'>;

type Chunk = IteratorResult<Uint8Array, undefined>;

/** How a body ended, which its reader is told after the last chunk. */
type Ending = { readonly how: 'complete' } | { readonly how: 'lost'; readonly error: unknown };

const DONE: Chunk = { done: true, value: undefined };

/**
 * The body of an answer, for one reader who takes one chunk after another. They come from the connection as
 * they are, without a stream between, which would take several steps for each. While one lies here the
 * connection waits.
 */
export class AnswerBody implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #connection: Connection;
  readonly #untaken: Uint8Array[] = [];
  readonly #over = Promise.withResolvers<void>();
  #reader: PromiseWithResolvers<Chunk> | undefined;
  #ending: Ending | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Resolves when a reader was told of the body's end, or when it was closed or lost. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  /** Takes what the connection has read. */
  push(chunk: Uint8Array): void {
    // undici's parser tells of nothing when it is resumed.
    if (chunk.byteLength === 0) return;
    const reader = this.#reader;
    this.#reader = undefined;
    reader?.resolve({ done: false, value: chunk });
    if (reader) return;
    this.#untaken.push(chunk);
    this.#connection.pause();
  }

  complete(): void {
    this.#end({ how: 'complete' });
  }

  fail(error: unknown): void {
    this.#end({ how: 'lost', error });
  }

  /** Breaks the body off, and its connection unless that has done its part; whoever reads on fails with `reason`. */
  close(reason: unknown = new errors.RequestAbortedError()): void {
    this.#untaken.length = 0;
    this.#over.resolve();
    if (this.#ending) return;
    this.fail(reason);
    this.#connection.abort(new errors.RequestAbortedError());
  }

  /** Reads and drops a rest of up to `cheapBytes`, so that the connection can be used again; closes before a longer one. */
  async discard(cheapBytes: number): Promise<void> {
    try {
      for (let left = cheapBytes; left >= 0; ) {
        const { done, value } = await this.next();
        if (done) return;
        left -= value.byteLength;
      }
    } catch {
      // What is dropped need not be whole.
    }
    this.close();
  }

  next(): Promise<Chunk> {
    const chunk = this.#untaken.shift();
    if (chunk) {
      if (this.#untaken.length === 0 && !this.#ending) this.#connection.resume();
      return Promise.resolve({ done: false, value: chunk });
    }
    this.#reader = Promise.withResolvers();
    const { promise } = this.#reader;
    if (this.#ending) this.#tell(this.#ending);
    return promise;
  }

  async return(): Promise<Chunk> {
    this.close();
    return DONE;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #end(ending: Ending): void {
    if (this.#ending) return;
    this.#ending = ending;
    if (ending.how === 'lost') this.#over.resolve();
    if (this.#reader) this.#tell(ending);
  }

  #tell(ending: Ending): void {
    const reader = this.#reader;
    this.#reader = undefined;
    this.#over.resolve();
    if (ending.how === 'lost') reader?.reject(ending.error);
    else reader?.resolve(DONE);
  }
}
