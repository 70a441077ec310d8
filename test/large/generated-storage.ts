import { memoryStorage } from '../../lib/local/embedded-registry/memory-storage.ts';
import type { RegistryStorage, StagedContent } from '../../lib/local/embedded-registry/storage.ts';
import type { GeneratedBlob } from './generated-blob.ts';

/** Configs and manifests are smaller. */
const MOST_KEPT_BYTES = 1024 ** 2;

/**
 * Storage in memory that keeps of `blob` in which repositories it is, and none of its bytes: whoever commits
 * it has verified its digest, which is as good. `holders` have it from the beginning.
 */
export function generatedStorage(
  blob: GeneratedBlob,
  holders: readonly string[] = [],
): RegistryStorage {
  const { digest, size } = blob.descriptor;
  const having = new Set(holders);
  const storage = memoryStorage();
  const sizeOf = storage.sizeOf.bind(storage);
  const openContent = storage.openContent.bind(storage);
  const stageContent = storage.stageContent.bind(storage);

  storage.sizeOf = async (repository, asked) =>
    asked === digest && having.has(repository) ? size : await sizeOf(repository, asked);
  storage.openContent = (repository, asked, range) =>
    asked === digest && having.has(repository)
      ? blob.open(range)
      : openContent(repository, asked, range);
  storage.stageContent = async () => {
    const kept = await stageContent();
    return new Staged(kept, async (repository, committed) => {
      if (committed !== digest) return await kept.commit(repository, committed);
      having.add(repository);
      await kept.discard();
    });
  };
  return storage;
}

/** Lets go of what is too long to be kept. */
class Staged implements StagedContent {
  readonly commit: StagedContent['commit'];
  readonly #kept: StagedContent;
  #size = 0;

  constructor(kept: StagedContent, commit: StagedContent['commit']) {
    this.#kept = kept;
    this.commit = commit;
  }

  async append(chunk: Uint8Array): Promise<void> {
    this.#size += chunk.byteLength;
    if (this.#size <= MOST_KEPT_BYTES) await this.#kept.append(chunk);
  }

  async truncate(size: number): Promise<void> {
    this.#size = size;
    if (size <= MOST_KEPT_BYTES) await this.#kept.truncate(size);
  }

  open(): AsyncIterable<Uint8Array> {
    return this.#kept.open();
  }

  discard(): Promise<void> {
    return this.#kept.discard();
  }
}
