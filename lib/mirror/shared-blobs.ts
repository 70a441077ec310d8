import type { BlobTurns } from '../copy/blob-turns.ts';
import { formatReference, type RepositoryName } from '../oci/reference.ts';
import { BlobMoves } from './blob-moves.ts';
import type { BlobTurnsOptions, SharedBlobsOptions } from './blob-sharing.ts';
import { ManifestBlobs } from './manifest-blobs.ts';
import { RecentlyUsed } from './recently-used.ts';

/** Some 2 MB; one that was forgotten costs a request more. */
const SETTLED_REPOSITORIES = 20_000;

/** Has each blob brought to a registry once: whoever needs it too waits for that and mounts it. */
export class SharedBlobs {
  readonly #options: SharedBlobsOptions;
  readonly #registries = new Map<string, BlobMoves>();
  /** Repositories that are not new. */
  readonly #settled = new RecentlyUsed<true>({ capacity: SETTLED_REPOSITORIES, weigh: () => 1 });

  constructor(options: SharedBlobsOptions) {
    this.#options = options;
  }

  /** Whether a repository is new, as its registry says when `ask` asks: not again once it was not. */
  async isNew(
    { registry, repository }: RepositoryName,
    ask: () => Promise<boolean>,
  ): Promise<boolean> {
    const name = formatReference({ registry, repository });
    if (this.#settled.get(name)) return false;
    const isNew = await ask();
    if (!isNew) this.#settled.put(name, true);
    return isNew;
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
