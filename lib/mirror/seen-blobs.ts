import type { CallOptions } from '../content/ports.ts';
import type { BlobOutcome } from '../copy/copy-blob.ts';
import type { BlobHints } from '../copy/copy-image.ts';
import type { RepositoryName } from '../oci/reference.ts';
import { RecentlyUsed } from './recently-used.ts';
import { SharedCalls } from './shared-calls.ts';

export interface SeenBlobsOptions {
  /** Of how many blobs a registry's holders are remembered. Default: 200,000, some 40 MB. */
  readonly blobs?: number;
}

/** Remembers for every registry in which repository this process last saw a blob, and which blobs are on their way. */
export class SeenBlobs {
  readonly #capacity: number;
  readonly #repositories = new Map<string, RecentlyUsed<string>>();
  readonly #onTheirWay = new SharedCalls<BlobOutcome>();

  constructor({ blobs = 200_000 }: SeenBlobsOptions = {}) {
    this.#capacity = blobs;
  }

  /** The view from the repository that blobs are brought to. */
  for({ registry, repository }: RepositoryName): BlobHints {
    const seen = this.#repositories.get(registry) ?? this.#createHolders();
    this.#repositories.set(registry, seen);
    return {
      find: (blob) => {
        const holder = seen.get(blob);
        return holder === repository ? undefined : holder;
      },
      remember: (blob) => seen.put(blob, repository),
      bringOnce: (blob, bring, options) =>
        this.#bringOnce(`${registry}/${repository}@${blob}`, bring, options),
    };
  }

  #createHolders(): RecentlyUsed<string> {
    return new RecentlyUsed({ capacity: this.#capacity, weigh: () => 1 });
  }

  /**
   * Besides the bytes it saves: docker-registry 2.8 writes a link anew for each commit of one blob, and
   * denies having the blob to whoever reads it at that moment.
   */
  async #bringOnce(
    key: string,
    bring: (options: CallOptions) => Promise<BlobOutcome>,
    options: CallOptions,
  ): Promise<BlobOutcome> {
    let isOurs = false;
    const begin: typeof bring = (call) => {
      isOurs = true;
      return bring(call);
    };
    try {
      const outcome = await this.#onTheirWay.join(key, begin, options);
      return isOurs ? outcome : 'present';
    } catch (error) {
      options.signal?.throwIfAborted();
      if (isOurs) throw error;
      // Another image was to bring it, maybe from another source: that it could not says nothing of ours.
      return await this.#bringOnce(key, bring, options);
    }
  }
}
