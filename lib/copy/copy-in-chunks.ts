import { CheckpointLostError, UploadLostError } from '../content/errors.ts';
import type { BlobUpload, CallOptions, UploadChunks } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { BlobEnds, BlobWay } from './blob-way.ts';
import { ChunkSender, type ChunkSenderOptions } from './chunk-sender.ts';
import { type Chunking, chunkBytesOf } from './chunking.ts';
import { WholeCopy } from './copy-whole.ts';
import { at, CopyError, copyError, isRefusal } from './errors.ts';
import { LeftUpload } from './left-upload.ts';
import { namedBlob } from './named-blob.ts';
import { PrefixHash } from './prefix-hash.ts';
import { signalOf } from './signal-of.ts';
import { SteadyContent } from './steady-content.ts';

export interface ChunkedCopyOptions extends ChunkSenderOptions {
  readonly chunking: Chunking;
  readonly onWarning?: ((text: string) => void) | undefined;
}

/** Content that was damaged on its way is whole the next time; a blob of this length is not sent a third time. */
const MOST_MISMATCHES = 1;

/** A blob on its way in chunks, after each of which it can be continued by this process or by another. */
export class ChunkedCopy implements BlobWay {
  readonly #ends: BlobEnds;
  readonly #blob: Descriptor;
  readonly #options: ChunkedCopyOptions;
  readonly #upload: LeftUpload;
  readonly #hash: PrefixHash;
  /** For targets that take no chunks. */
  readonly #whole: WholeCopy;
  #hasCommitted = false;
  #isSpent = false;
  #hasProgressed = false;
  #furthest = 0;
  #losses = 0;
  #mismatches = 0;

  constructor(ends: BlobEnds, blob: Descriptor, options: ChunkedCopyOptions) {
    const { checkpoints, resumeHashFrom } = options.chunking;
    this.#ends = ends;
    this.#blob = blob;
    this.#options = options;
    this.#upload = new LeftUpload(ends.target, blob, { ...signalOf(options), checkpoints });
    this.#hash = new PrefixHash(
      blob.digest,
      checkpoints !== undefined && blob.size >= resumeHashFrom,
    );
    this.#whole = new WholeCopy(ends, blob, options);
  }

  get hasSent(): boolean {
    return this.#hasCommitted || this.#whole.hasSent;
  }

  get isSpent(): boolean {
    return this.#isSpent || this.#whole.isSpent;
  }

  get hasProgressed(): boolean {
    return this.#hasProgressed;
  }

  async begin(mountFrom?: string): Promise<BlobUpload | 'mounted'> {
    this.#hasProgressed = false;
    return await this.#unlessLost(() => this.#upload.begin(mountFrom));
  }

  async send(begun: BlobUpload): Promise<void> {
    let upload: BlobUpload | 'mounted' | undefined = begun;
    await this.#unlessLost(async () => {
      upload ??= await this.#upload.begin(undefined);
      const sent = upload;
      upload = undefined;
      if (sent !== 'mounted') await this.#sendBy(sent);
    });
  }

  async arrived(): Promise<void> {
    await this.#upload.discard();
  }

  async abandon(): Promise<void> {
    await this.#upload.abandon();
  }

  /** Starts over once when the target has lost the upload; what it loses after that are failures like any other. */
  async #unlessLost<T>(step: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await step();
      } catch (error) {
        const lost = lossIn(error);
        if (!lost) throw error;
        await this.#startOver(lost);
        if (this.#losses > 1) throw error;
      }
    }
  }

  async #startOver(lost: UploadLostError): Promise<void> {
    const { arrival, onWarning } = this.#options;
    this.#losses += 1;
    const why = lost.cause instanceof Error ? ` (${lost.cause.message})` : '';
    const bytes = Math.max(arrival.bytes, this.#upload.checkpoint?.session.offset ?? 0);
    if (bytes > 0) onWarning?.(`${lost.message}${why}: ${bytes} bytes are sent again`);
    arrival.settle(0);
    await this.#upload.discard();
  }

  async #sendBy(upload: BlobUpload): Promise<void> {
    const { chunks } = upload;
    if (!chunks) return await this.#whole.send(upload);
    const from = chunks.offset;
    this.#options.arrival.settle(from);
    try {
      await this.#write(chunks);
      await this.#commit(chunks);
    } catch (error) {
      this.#hasProgressed = chunks.offset > Math.max(from, this.#furthest);
      this.#furthest = Math.max(this.#furthest, chunks.offset);
      await this.#letGo(upload, chunks, error);
      throw this.#isRefusedAnew(chunks.offset === from, error) ? lossBy(error, this.#blob) : error;
    }
    await this.#upload.forget();
  }

  /** A session from before, of which nothing is taken any more, says nothing of what a new one would do. */
  #isRefusedAnew(isStill: boolean, error: unknown): error is CopyError {
    return isStill && this.#upload.isResumed && this.#losses === 0 && isRefusal(error);
  }

  async #write(chunks: UploadChunks): Promise<void> {
    const progress = { hash: this.#hash, upload: this.#upload };
    const { session, hashState } = this.#upload.checkpoint ?? {};
    const saved = session && hashState && { offset: session.offset, state: hashState };
    await this.#hash.rewind(chunks.offset, saved);
    const from = this.#hash.offset;
    const content = new SteadyContent(this.#ends.source, this.#blob, { ...this.#options, from });
    try {
      await new ChunkSender(this.#blob, chunks, { ...this.#options, ...progress }).send(content);
    } finally {
      this.#isSpent = content.isSpent;
      content.close();
    }
  }

  async #commit(chunks: UploadChunks): Promise<void> {
    const doing = `committing the upload of ${namedBlob(this.#blob)}`;
    this.#hasCommitted = true;
    try {
      const commit = (call: CallOptions) => chunks.commit(call);
      await at('target', doing, commit, signalOf(this.#options));
    } catch (error) {
      // The digest was proven: what the target has is not what it was sent.
      if (!isMismatch(error) || this.#mismatches >= MOST_MISMATCHES) throw error;
      this.#mismatches += 1;
      throw copyError('target', doing, new UploadLostError(this.#blob, error.cause));
    }
  }

  /** Gives the place back, and leaves at the target what the next attempt goes on from. */
  async #letGo(upload: BlobUpload, chunks: UploadChunks, error: unknown): Promise<void> {
    this.#options.arrival.settle(chunks.offset);
    if (error instanceof CheckpointLostError) {
      // Whoever took the upload goes on with what was saved; of a session that never was, nobody knows.
      if (this.#upload.isSaved) chunks.leave();
      else await upload.cancel();
      return this.#upload.release();
    }
    if (lossIn(error)) return await upload.cancel();
    if (chunks.offset > 0 && !isMismatch(error)) {
      chunks.leave();
      return this.#upload.keep(chunks, chunkBytesOf(chunks, this.#options.chunking));
    }
    if (isMismatch(error)) this.#mismatches += 1;
    this.#isSpent ||= this.#mismatches > MOST_MISMATCHES;
    await upload.cancel();
    await this.#upload.forget();
  }
}

function lossBy(refusal: CopyError, blob: Descriptor): unknown {
  return copyError('target', refusal.operation, new UploadLostError(blob, refusal.cause));
}

function lossIn(error: unknown): UploadLostError | undefined {
  return error instanceof CopyError && error.cause instanceof UploadLostError
    ? error.cause
    : undefined;
}

function isMismatch(error: unknown): error is CopyError {
  return error instanceof CopyError && error.kind === 'content';
}
