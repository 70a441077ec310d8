import type { Checkpoint, HeldCheckpoint } from '../content/checkpoints.ts';
import { UploadLostError } from '../content/errors.ts';
import type {
  BlobTarget,
  BlobUpload,
  CallOptions,
  ChunkedBlobUpload,
  UploadChunks,
  UploadSessionState,
} from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { startUpload } from './blob-way.ts';
import { at, copyError, isRefusal } from './errors.ts';
import { namedBlob } from './named-blob.ts';
import { signalOf } from './signal-of.ts';

/** Remembers uploads into the target repository that were left, on behalf of one worker. */
export interface UploadCheckpoints {
  /** As `Checkpoints.take`. */
  take(blob: Digest): Promise<HeldCheckpoint>;
}

export interface LeftUploadOptions extends CallOptions {
  /** Default: only this process goes on with what it left. */
  readonly checkpoints?: UploadCheckpoints | undefined;
}

/** How long the removal of what nobody goes on with may hold up whoever has failed or was interrupted. */
const DISCARD_TIMEOUT_MS = 5_000;

/** What is left of the upload of a blob when an attempt at it has ended. */
export class LeftUpload {
  readonly #target: BlobTarget;
  readonly #blob: Descriptor;
  readonly #options: LeftUploadOptions;
  #held: HeldCheckpoint | undefined;
  #left: Checkpoint | undefined;
  #isResumed = false;
  /** As all workers know it. */
  #saved: UploadSessionState | undefined;

  constructor(target: BlobTarget, blob: Descriptor, options: LeftUploadOptions) {
    this.#target = target;
    this.#blob = blob;
    this.#options = options;
  }

  /** What the next attempt goes on from. */
  get checkpoint(): Checkpoint | undefined {
    return this.#left;
  }

  /** Whether the latest attempt goes on with a session from before. */
  get isResumed(): boolean {
    return this.#isResumed;
  }

  /** Whether other workers know of the session, at least as it was some chunks ago. */
  get isSaved(): boolean {
    return this.#saved !== undefined;
  }

  /** Goes on with what was left, by this process or by another, unless the blob can be mounted; starts where nothing was. */
  async begin(mountFrom: string | undefined): Promise<BlobUpload | 'mounted'> {
    this.#isResumed = false;
    await this.#take();
    if (!this.#left) return await this.#start(mountFrom);
    if (mountFrom === undefined) return await this.#resume(this.#left);
    const upload = await this.#start(mountFrom);
    if (upload === 'mounted') await this.discard();
    else await upload.cancel();
    return upload === 'mounted' ? upload : await this.#resume(this.#left);
  }

  async save(checkpoint: Checkpoint): Promise<void> {
    await this.#held?.save(checkpoint);
    this.#saved = this.#held && checkpoint.session;
  }

  /** Bytes of a chunk that was sent from `offset` on before: a target that has it without our knowing recognises it by place and length. */
  chunkBytesAt(offset: number): number | undefined {
    return this.#left?.session.offset === offset ? this.#left.chunkBytes : undefined;
  }

  /** Keeps in mind what was left at the target. */
  keep(chunks: UploadChunks, chunkBytes: number): void {
    this.#left = {
      session: chunks.state(),
      chunkBytes: this.chunkBytesAt(chunks.offset) ?? chunkBytes,
    };
  }

  /** Another worker has it. */
  release(): void {
    this.#left = undefined;
  }

  /** Nothing of it is there any more, or nothing that helps. */
  async forget(): Promise<void> {
    this.#left = undefined;
    this.#saved = undefined;
    await this.#held?.remove();
  }

  /** Removes at the target what no other process knows of; never rejects. */
  async abandon(): Promise<void> {
    if (!this.#saved) await this.#cancel();
  }

  /** Removes what was left, which nobody needs any more. */
  async discard(): Promise<void> {
    await this.#cancel();
    await this.forget();
  }

  /**
   * Each time anew: between two attempts another worker may have gone on. Where none has, this one knows
   * better than what is saved, since a failure may have told how far the target really is.
   */
  async #take(): Promise<void> {
    const { checkpoints } = this.#options;
    if (!checkpoints) return;
    this.#held = await checkpoints.take(this.#blob.digest);
    const { saved } = this.#held;
    const isNews = !isSameState(saved?.session, this.#saved);
    if (isNews || !this.#left) this.#left = saved;
    this.#saved = saved?.session;
  }

  #start(mountFrom: string | undefined): Promise<BlobUpload | 'mounted'> {
    return startUpload(this.#target, this.#blob, { ...signalOf(this.#options), mountFrom });
  }

  async #resume({ session }: Checkpoint): Promise<ChunkedBlobUpload> {
    const doing = `continuing the upload of ${namedBlob(this.#blob)}`;
    const resume = (call: CallOptions) => this.#target.resumeUpload(this.#blob, session, call);
    try {
      const upload = await at('target', doing, resume, signalOf(this.#options));
      this.#isResumed = true;
      if (upload) return upload;
    } catch (error) {
      // The location may have been signed for some hours; of a new session that says nothing.
      if (!isRefusal(error)) throw error;
      throw copyError('target', doing, new UploadLostError(this.#blob, error.cause));
    }
    const unknown = new Error('it does not know the session any more');
    throw copyError('target', doing, new UploadLostError(this.#blob, unknown));
  }

  async #cancel(): Promise<void> {
    if (!this.#left) return;
    const signal = AbortSignal.timeout(DISCARD_TIMEOUT_MS);
    try {
      // Where it stands does not matter, and a target that does not tell may still remove it.
      const session = { ...this.#left.session, offsetBy: 'sender' } as const;
      const upload = await this.#target.resumeUpload(this.#blob, session, { signal });
      await upload?.cancel();
    } catch {
      // The session is the registry's to expire.
    }
  }
}

function isSameState(
  one: UploadSessionState | undefined,
  other: UploadSessionState | undefined,
): boolean {
  return one?.offset === other?.offset && one?.location.reveal() === other?.location.reveal();
}
