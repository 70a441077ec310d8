import type { BlobSource, CallOptions, OpenContent } from '../content/ports.ts';
import { type RetryPolicy, retrying } from '../content/retry.ts';
import { SyncerError } from '../errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { at, copyError } from './errors.ts';
import { namedBlob } from './named-blob.ts';
import { openBlob } from './open-blob.ts';
import { signalOf } from './signal-of.ts';

export interface SteadyContentOptions extends CallOptions {
  /** Where the content begins. Default: 0. */
  readonly from?: number;
  /** Bytes after which failures count anew: a source that gives less before it breaks again would hold its reader for days. Default: 256 KiB. */
  readonly enoughBytes?: number;
  readonly retry: RetryPolicy;
}

/** Whoever reads holds a place at the target, too: a source that wants to be left alone for longer is left to the caller. */
const PATIENCE_MS = 5_000;

/**
 * The content of a blob, unverified, that goes on where it stood when the
 * connection to its source breaks. Failures count anew when enough has come
 * since; reading fails with a `CopyError`.
 */
export class SteadyContent implements OpenContent, AsyncIterableIterator<Uint8Array> {
  readonly #source: BlobSource;
  readonly #blob: Descriptor;
  readonly #retry: RetryPolicy;
  readonly #enoughBytes: number;
  readonly #outer: CallOptions;
  readonly #call: Required<CallOptions>;
  readonly #closing = new AbortController();
  #position: number;
  #failures = 0;
  /** Where it stood when failures began to be counted. */
  #countedFrom: number;
  #content: OpenContent | undefined;
  #chunks: AsyncIterator<Uint8Array> | undefined;
  #isSpent = false;

  constructor(
    source: BlobSource,
    blob: Descriptor,
    { from = 0, enoughBytes = 256 * 1024, retry, ...options }: SteadyContentOptions,
  ) {
    this.#source = source;
    this.#blob = blob;
    this.#position = from;
    this.#countedFrom = from;
    this.#enoughBytes = enoughBytes;
    const patienceMs = Math.min(retry.patienceMs ?? PATIENCE_MS, PATIENCE_MS);
    this.#retry = { ...retry, patienceMs };
    this.#outer = signalOf(options);
    const { signal } = this.#closing;
    this.#call = {
      signal: this.#outer.signal ? AbortSignal.any([this.#outer.signal, signal]) : signal,
    };
  }

  /** Whether reading failed and was repeated as often as it may be, so that nobody else repeats it. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** Opens the source, once: a failure is the caller's to repeat, who holds nothing here then. */
  async open(): Promise<void> {
    const open = () => this.#open();
    await at('source', `opening ${namedBlob(this.#blob)}`, open, this.#outer);
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const isOurs = isBreak;
    const retries = Math.max(0, this.#retry.retries - this.#failures);
    const retry = { ...this.#retry, retries };
    try {
      return await retrying(() => this.#read(), retry, { ...this.#call, isOurs });
    } catch (error) {
      this.#outer.signal?.throwIfAborted();
      this.#isSpent = isBreak(error) && !asksForPatience(error);
      throw copyError('source', `reading ${namedBlob(this.#blob)}`, error);
    }
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.close();
    return { done: true, value: undefined };
  }

  close(): void {
    this.#closing.abort();
    this.#drop();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #open(): Promise<AsyncIterator<Uint8Array>> {
    this.#content = await openBlob(this.#source, this.#blob, {
      ...this.#call,
      ...(this.#position > 0 && { from: this.#position }),
    });
    this.#chunks = this.#content[Symbol.asyncIterator]();
    return this.#chunks;
  }

  async #read(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#call.signal.throwIfAborted();
    // Nothing can be asked for behind the last byte, after which the connection broke.
    if (!this.#chunks && this.#position === this.#blob.size)
      return { done: true, value: undefined };
    try {
      const result = await (this.#chunks ?? (await this.#open())).next();
      if (!result.done) this.#advance(result.value.byteLength);
      return result;
    } catch (error) {
      this.#failures += 1;
      this.#drop();
      throw error;
    }
  }

  #advance(bytes: number): void {
    this.#position += bytes;
    if (this.#position - this.#countedFrom < this.#enoughBytes) return;
    this.#countedFrom = this.#position;
    this.#failures = 0;
  }

  #drop(): void {
    this.#content?.close();
    this.#content = undefined;
    this.#chunks = undefined;
  }
}

/** Content that is not what it should be is no better where it goes on. */
function isBreak(error: unknown): error is SyncerError {
  return error instanceof SyncerError && error.retryable && error.kind !== 'content';
}

function asksForPatience({ kind, retryAfterMs = 0 }: SyncerError): boolean {
  return kind === 'throttled' || retryAfterMs > PATIENCE_MS;
}
