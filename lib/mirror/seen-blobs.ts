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
      // Besides the bytes it saves: docker-registry 2.8 writes a link anew for each commit of one blob, and
      // denies having the blob to whoever reads it at that moment.
      bringOnce: async (blob, bring, options) => {
        let isOurs = false;
        const begin: typeof bring = (call) => {
          isOurs = true;
          return bring(call);
        };
        const key = `${registry}/${repository}@${blob}`;
        const outcome = await this.#onTheirWay.join(key, begin, options);
        return isOurs ? outcome : 'present';
      },
    };
  }
}
