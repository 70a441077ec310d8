import type { CallOptions } from '../content/ports.ts';
import type { BlobOutcome } from '../copy/copy-blob.ts';
import type { BlobHints } from '../copy/copy-image.ts';
import type { Digest } from '../oci/digest.ts';
import type { RepositoryName } from '../oci/reference.ts';
import { SharedCalls } from './shared-calls.ts';

/** Remembers for every registry in which repository this process last saw a blob, and which blobs are on their way. */
export class SeenBlobs {
  readonly #repositories = new Map<string, Map<Digest, string>>();
  readonly #onTheirWay = new SharedCalls<BlobOutcome>();

  /** The view from the repository that blobs are brought to. */
  for({ registry, repository }: RepositoryName): BlobHints {
    const seen = this.#repositories.get(registry) ?? new Map<Digest, string>();
    this.#repositories.set(registry, seen);
    return {
      find: (blob) => {
        const holder = seen.get(blob);
        return holder === repository ? undefined : holder;
      },
      remember: (blob) => seen.set(blob, repository),
      bringOnce: (blob, bring, options) =>
        this.#bringOnce(`${registry}/${repository}@${blob}`, bring, options),
    };
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
