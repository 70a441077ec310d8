import type { BlobTurns } from '../copy/blob-turns.ts';
import type { RepositoryName } from '../oci/reference.ts';
import { BlobMoves } from './blob-moves.ts';
import type { BlobTurnsOptions, SharedBlobsOptions } from './blob-sharing.ts';
import { ManifestBlobs } from './manifest-blobs.ts';

/** Has each blob brought to a registry once: whoever needs it too waits for that and mounts it. */
export class SharedBlobs {
  readonly #options: SharedBlobsOptions;
  readonly #registries = new Map<string, BlobMoves>();

  constructor(options: SharedBlobsOptions) {
    this.#options = options;
  }

  /** The view from the repository that blobs are brought to. */
  for(name: RepositoryName, asked: BlobTurnsOptions): BlobTurns {
    const moves = this.#registries.get(name.registry) ?? new BlobMoves(this.#options);
    this.#registries.set(name.registry, moves);
    const { leaseMs = 15_000, patienceMs = 600_000 } = this.#options;
    const context = { ...this.#options, ...asked, leaseMs, patienceMs, name, moves };
    return { open: () => new ManifestBlobs(context) };
  }
}
