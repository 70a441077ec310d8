import type { Digest } from '../../oci/digest.ts';
import type { ByteRange } from './byte-range.ts';
import type { ListedManifest } from './manifest-list.ts';
import type {
  LinkedRepositories,
  ManifestListChange,
  RegistryStorage,
  StagedContent,
} from './storage.ts';

/** As much as a socket takes at once by default. */
const CHUNK_BYTES = 64 * 1024;

interface MemoryRepositoryContent {
  readonly content: Map<Digest, Uint8Array>;
  manifests: readonly ListedManifest[];
}

/** Storage that lives as long as the process; content linked to several repositories is held once. */
export function memoryStorage(): RegistryStorage {
  return new MemoryStorage();
}

class MemoryStorage implements RegistryStorage {
  readonly #repositories = new Map<string, MemoryRepositoryContent>();

  async listRepositories(): Promise<readonly string[]> {
    return [...this.#repositories.keys()];
  }

  async listManifests(repository: string): Promise<readonly ListedManifest[] | undefined> {
    return this.#repositories.get(repository)?.manifests;
  }

  async changeManifests(repository: string, change: ManifestListChange): Promise<void> {
    const stored = this.#ensure(repository);
    stored.manifests = change(stored.manifests);
  }

  async sizeOf(repository: string, digest: Digest): Promise<number | undefined> {
    return this.#content(repository, digest)?.byteLength;
  }

  openContent(repository: string, digest: Digest, range?: ByteRange): AsyncIterable<Uint8Array> {
    const content = this.#content(repository, digest);
    if (!content) throw new Error(`${repository} does not have ${digest}`);
    return chunks(range ? content.subarray(range.start, range.end + 1) : content);
  }

  async linkContent(digest: Digest, { source, target }: LinkedRepositories): Promise<boolean> {
    const content = this.#content(source, digest);
    if (content) this.#ensure(target).content.set(digest, content);
    return content !== undefined;
  }

  async deleteContent(repository: string, digest: Digest): Promise<boolean> {
    return this.#repositories.get(repository)?.content.delete(digest) ?? false;
  }

  async stageContent(): Promise<StagedContent> {
    return new MemoryStagedContent((repository, digest, content) => {
      this.#ensure(repository).content.set(digest, content);
    });
  }

  #content(repository: string, digest: Digest): Uint8Array | undefined {
    return this.#repositories.get(repository)?.content.get(digest);
  }

  #ensure(repository: string): MemoryRepositoryContent {
    const stored = this.#repositories.get(repository) ?? { content: new Map(), manifests: [] };
    this.#repositories.set(repository, stored);
    return stored;
  }
}

class MemoryStagedContent implements StagedContent {
  readonly #store: (repository: string, digest: Digest, content: Uint8Array) => void;
  #chunks: Uint8Array[] = [];

  constructor(store: (repository: string, digest: Digest, content: Uint8Array) => void) {
    this.#store = store;
  }

  async append(chunk: Uint8Array): Promise<void> {
    this.#chunks.push(chunk);
  }

  async truncate(size: number): Promise<void> {
    let rest = size;
    const kept: Uint8Array[] = [];
    for (const chunk of this.#chunks) {
      if (rest > 0) kept.push(chunk.subarray(0, rest));
      rest -= chunk.byteLength;
    }
    this.#chunks = kept;
  }

  async *open(): AsyncGenerator<Uint8Array> {
    yield* this.#chunks;
  }

  async commit(repository: string, digest: Digest): Promise<void> {
    this.#store(repository, digest, Buffer.concat(this.#chunks));
    this.#chunks = [];
  }

  async discard(): Promise<void> {
    this.#chunks = [];
  }
}

async function* chunks(content: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < content.byteLength; start += CHUNK_BYTES) {
    yield content.subarray(start, start + CHUNK_BYTES);
  }
}
