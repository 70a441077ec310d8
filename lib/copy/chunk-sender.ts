import type { ContentHash } from '../content/content-hash.ts';
import { ContentMismatchError } from '../content/errors.ts';
import type { UploadChunks } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { BlobWayOptions } from './blob-way.ts';
import { type BlobChunk, ChunkReader } from './chunk-reader.ts';
import { type Chunking, chunkBytesOf } from './chunking.ts';
import { copyError } from './errors.ts';
import type { LeftUpload } from './left-upload.ts';
import { namedBlob } from './named-blob.ts';
import type { PrefixHash } from './prefix-hash.ts';
import { signalOf } from './signal-of.ts';
import type { SteadyContent } from './steady-content.ts';

export interface ChunkSenderOptions extends BlobWayOptions {
  readonly chunking: Pick<Chunking, 'chunkBytes'>;
  readonly yielding?: AbortSignal | undefined;
}

/** What an attempt has in common with those before and after it. */
export interface ChunkProgress {
  readonly hash: PrefixHash;
  readonly upload: LeftUpload;
}

/** Sends what the target lacks of a blob, chunk by chunk, and proves the digest of everything. */
export class ChunkSender {
  readonly #blob: Descriptor;
  readonly #chunks: UploadChunks;
  readonly #progress: ChunkProgress;
  readonly #options: ChunkSenderOptions;
  readonly #usualBytes: number;

  constructor(
    blob: Descriptor,
    chunks: UploadChunks,
    { hash, upload, ...options }: ChunkSenderOptions & ChunkProgress,
  ) {
    this.#blob = blob;
    this.#chunks = chunks;
    this.#progress = { hash, upload };
    this.#options = options;
    this.#usualBytes = chunkBytesOf(chunks, options.chunking);
  }

  /** Reads `content`, which begins where the hash stands. Failures are `CopyError`s, but for those of checkpoints. */
  async send(content: SteadyContent): Promise<void> {
    const { hash } = this.#progress;
    if (hash.offset < this.#blob.size) {
      await content.open();
      const reader = new ChunkReader(content, this.#blob, hash.offset);
      await this.#catchUp(reader);
      while (this.#chunks.offset < this.#blob.size) await this.#next(reader);
      await this.#reading(() => reader.expectEnd());
    }
    this.#prove();
  }

  /** Reads for the hash alone what the target has already. */
  async #catchUp(reader: ChunkReader): Promise<void> {
    const { hash } = this.#progress;
    while (hash.offset < this.#chunks.offset) {
      this.#options.yielding?.throwIfAborted();
      const length = Math.min(this.#usualBytes, this.#chunks.offset - hash.offset);
      await hash.advance(length, (next) =>
        this.#reading(() => reader.chunk(length, (bytes) => next.update(bytes)).drain()),
      );
    }
  }

  /** One chunk; what is saved with it is over what was acknowledged, and nothing else. */
  async #next(reader: ChunkReader): Promise<void> {
    const { hash, upload } = this.#progress;
    this.#options.yielding?.throwIfAborted();
    const length = this.#length();
    await hash.advance(length, (next) => this.#write(reader, length, next));
    const hashState = hash.save();
    await upload.save({
      session: this.#chunks.state(),
      chunkBytes: this.#usualBytes,
      ...(hashState && { hashState }),
    });
  }

  async #write(reader: ChunkReader, length: number, hash: ContentHash): Promise<void> {
    const { arrival } = this.#options;
    const chunk = reader.chunk(length, (bytes) => {
      hash.update(bytes);
      arrival.add(bytes.byteLength);
    });
    try {
      await this.#chunks.write(chunk, { ...signalOf(this.#options), length });
      // The target may have known the chunk, or as much of it as it has not read.
      await chunk.drain();
    } catch (error) {
      throw this.#failureOf(chunk, error);
    }
  }

  /** An upload fails with its content's own failure, which is not the target's. */
  #failureOf({ failure }: BlobChunk, error: unknown): unknown {
    this.#options.signal?.throwIfAborted();
    const named = namedBlob(this.#blob);
    return failure === undefined
      ? copyError('target', `uploading ${named}`, error)
      : copyError('source', `reading ${named}`, failure);
  }

  async #reading(read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      this.#options.signal?.throwIfAborted();
      throw copyError('source', `reading ${namedBlob(this.#blob)}`, error);
    }
  }

  #prove(): void {
    const digest = this.#progress.hash.digest();
    if (digest === this.#blob.digest) return;
    const mismatch = new ContentMismatchError(this.#blob, { size: this.#blob.size, digest });
    throw copyError('source', `reading ${namedBlob(this.#blob)}`, mismatch);
  }

  #length(): number {
    const { offset } = this.#chunks;
    const { upload } = this.#progress;
    return Math.min(upload.chunkBytesAt(offset) ?? this.#usualBytes, this.#blob.size - offset);
  }
}
