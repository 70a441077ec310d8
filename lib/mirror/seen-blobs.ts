import type { BlobHints } from '../copy/copy-image.ts';
import type { Digest } from '../oci/digest.ts';
import type { RepositoryName } from '../oci/reference.ts';

/** Remembers for every registry in which repository this process last saw a blob. */
export class SeenBlobs {
  readonly #repositories = new Map<string, Map<Digest, string>>();

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
    };
  }
}
