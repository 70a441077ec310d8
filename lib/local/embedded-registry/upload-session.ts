import { createHash, type Hash } from 'node:crypto';
import { algorithmOf, type Digest } from '../../oci/digest.ts';
import { Turns } from '../turns.ts';
import type { StagedContent } from './storage.ts';
import type { UploadManner } from './upload-manner.ts';

export interface UploadSessionOptions {
  readonly id: string;
  readonly repository: string;
  readonly staged: StagedContent;
  readonly manner: UploadManner;
}

/** One blob on its way in. Requests on a session take turns, so that each sees a settled offset. */
export class UploadSession {
  readonly id: string;
  readonly repository: string;
  readonly turns = new Turns();
  readonly #staged: StagedContent;
  readonly #manner: UploadManner;
  #hash: Hash = createHash('sha256');
  #offset = 0;
  #firstChunkBytes: number | undefined;
  #latestChunkBytes: number | undefined;
  #state = 0;

  constructor({ id, repository, staged, manner }: UploadSessionOptions) {
    this.id = id;
    this.repository = repository;
    this.#staged = staged;
    this.#manner = manner;
  }

  /** Bytes received so far, those of a request that broke off included where they are kept. */
  get offset(): number {
    return this.#offset;
  }

  /** How many bytes the registry says that it has. */
  get toldOffset(): number {
    return this.#manner.range === 'everything' ? this.#offset : (this.#firstChunkBytes ?? 0);
  }

  /** Size of the latest chunk that arrived whole, `undefined` before the first. */
  get latestChunkBytes(): number | undefined {
    return this.#latestChunkBytes;
  }

  /** What tells the latest location from those before it, `undefined` where they all are the same. */
  get state(): string | undefined {
    return this.#manner.movesLocation ? String(this.#state) : undefined;
  }

  /** The location to be used next, which makes all earlier ones stale where locations move. */
  nextLocation(): string {
    const path = `/v2/${this.repository}/blobs/uploads/${this.id}`;
    if (!this.#manner.movesLocation) return path;
    this.#state += 1;
    return `${path}?_state=${this.#state}`;
  }

  /** Appends `content` as it arrives. */
  async write(content: AsyncIterable<Uint8Array>): Promise<void> {
    const start = this.#offset;
    const hash = this.#hash.copy();
    try {
      await this.#append(content);
    } catch (error) {
      if (this.#manner.brokenChunk === 'dropped') await this.#goBack(start, hash);
      throw error;
    }
    this.#latestChunkBytes = this.#offset - start;
    this.#firstChunkBytes ??= this.#latestChunkBytes;
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

  async #append(content: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of content) {
      await this.#staged.append(chunk);
      this.#hash.update(chunk);
      this.#offset += chunk.byteLength;
    }
  }

  async #goBack(offset: number, hash: Hash): Promise<void> {
    await this.#staged.truncate(offset);
    this.#hash = hash;
    this.#offset = offset;
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
