import { createHash, type Hash } from 'node:crypto';
import { algorithmOf, type Digest } from '../../oci/digest.ts';
import { Turns } from '../turns.ts';
import type { StagedContent } from './storage.ts';

export interface UploadSessionOptions {
  readonly id: string;
  readonly repository: string;
  readonly staged: StagedContent;
}

/** One blob on its way in. Requests on a session take turns, so that each sees a settled offset. */
export class UploadSession {
  readonly id: string;
  readonly repository: string;
  readonly turns = new Turns();
  readonly #staged: StagedContent;
  readonly #hash: Hash = createHash('sha256');
  #offset = 0;
  #latestChunkBytes: number | undefined;
  #state = 0;

  constructor({ id, repository, staged }: UploadSessionOptions) {
    this.id = id;
    this.repository = repository;
    this.#staged = staged;
  }

  /** Bytes received so far, those of a request that broke off included. */
  get offset(): number {
    return this.#offset;
  }

  /** Size of the latest chunk that arrived whole, `undefined` before the first. */
  get latestChunkBytes(): number | undefined {
    return this.#latestChunkBytes;
  }

  /** What tells the latest location from those before it. */
  get state(): string {
    return String(this.#state);
  }

  /** Makes all earlier locations stale and returns the one to be used next. */
  nextLocation(): string {
    this.#state += 1;
    return `/v2/${this.repository}/blobs/uploads/${this.id}?_state=${this.#state}`;
  }

  /** Appends `content` as it arrives; what came before a failure stays. */
  async write(content: AsyncIterable<Uint8Array>): Promise<void> {
    const start = this.#offset;
    for await (const chunk of content) {
      await this.#staged.append(chunk);
      this.#hash.update(chunk);
      this.#offset += chunk.byteLength;
    }
    this.#latestChunkBytes = this.#offset - start;
  }

  /** Stores the blob and resolves to `true` when it has that digest; otherwise stores nothing. */
  async commit(digest: Digest): Promise<boolean> {
    if ((await this.#digestLike(digest)) !== digest) return false;
    await this.#staged.commit(this.repository, digest);
    return true;
  }

  async discard(): Promise<void> {
    await this.#staged.discard();
  }

  /** SHA-256 is at hand; other algorithms become known only now and are rare enough to read again for. */
  async #digestLike(digest: Digest): Promise<Digest> {
    const algorithm = algorithmOf(digest);
    if (algorithm === 'sha256') return `sha256:${this.#hash.copy().digest('hex')}`;

    const hash = createHash(algorithm);
    for await (const chunk of this.#staged.open()) hash.update(chunk);
    return `${algorithm}:${hash.digest('hex')}`;
  }
}
