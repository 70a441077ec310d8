import type { BlobTurn, ManifestTurns, TakeTurnOptions, UploadTurn } from '../copy/blob-turns.ts';
import { BlobClaimedError } from '../copy/errors.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import type { RepositoryName } from '../oci/reference.ts';
import { BlobClaims } from './blob-claims.ts';
import type { BlobMoves, Move } from './blob-moves.ts';
import type { BlobTurnsOptions, SharedBlobsOptions } from './blob-sharing.ts';
import type { KeptLease } from './kept-lease.ts';
import { patiently } from './patiently.ts';

export interface ManifestBlobsOptions extends SharedBlobsOptions, BlobTurnsOptions {
  readonly name: RepositoryName;
  readonly moves: BlobMoves;
  readonly leaseMs: number;
  readonly patienceMs: number;
}

/**
 * A look costs a round trip, in which a link of 100 Mbit/s to another continent (50 to 100 ms) moves a
 * megabyte at the most: what takes several times as long to send is looked for wherever it may be.
 */
const LARGE_BYTES = 4 * 1024 * 1024;

/** A blob that this worker has brought, or may bring, before anybody else does. */
interface HeldBlob {
  readonly blob: Digest;
  readonly move: Move;
  /** Absent where no other process is asked. */
  readonly claim: KeptLease | undefined;
}

/** The turns of one manifest's blobs, within this process and with others. */
export class ManifestBlobs implements ManifestTurns {
  readonly areKept: boolean;
  readonly #options: ManifestBlobsOptions;
  readonly #claims: BlobClaims | undefined;
  readonly #held = new Set<HeldBlob>();
  /** What the repository has of the manifest's blobs, from where nobody mounts it yet. */
  readonly #named = new Set<Digest>();

  constructor(options: ManifestBlobsOptions) {
    this.#options = options;
    this.areKept = options.mountable === 'referenced';
    this.#claims = this.#mounts ? BlobClaims.of(options) : undefined;
  }

  /**
   * A repository without a tag has blobs only of images that were not finished, and of those that this
   * process brings meanwhile: it remembers them, and those who bring the same one take turns.
   */
  mayHave({ digest, size }: Descriptor): boolean {
    const { isNew = false, moves, name } = this.#options;
    return !isNew || size >= LARGE_BYTES || moves.holderOf(digest) === name.repository;
  }

  async take(blob: Descriptor, { look, ...call }: TakeTurnOptions): Promise<BlobTurn> {
    const { moves, name, clock, patienceMs } = this.#options;
    const { digest } = blob;
    for (;;) {
      const holder = this.#holderOf(digest);
      if (holder !== undefined) return this.#mountTurn(digest, holder);
      const move = moves.find(this.#key(digest));
      if (!move) return await this.#claim(digest, { look, ...call });
      const settled = move.settledFor(name.repository);
      if (!(await patiently(settled, { clock, patienceMs, ...call }))) {
        return this.#impatientTurn(digest);
      }
      if (move.repository === name.repository && move.hasArrived) return { how: 'present' };
    }
  }

  remember(blob: Digest): void {
    if (this.areKept) this.#named.add(blob);
    else this.#tell(blob);
  }

  async published(): Promise<void> {
    for (const blob of this.#named) this.#tell(blob);
    for (const held of [...this.#held]) await this.#hand(held);
  }

  async close(): Promise<void> {
    for (const held of [...this.#held]) await this.#release(held);
  }

  /** Whether the registry gives blobs of one repository to another. */
  get #mounts(): boolean {
    return this.#options.mountable !== 'never';
  }

  /** Where nothing is mounted, every repository has moves of its own. */
  #key(blob: Digest): string {
    return this.#mounts ? blob : `${this.#options.name.repository}@${blob}`;
  }

  #holderOf(blob: Digest): string | undefined {
    const { moves, name } = this.#options;
    const holder = this.#mounts ? moves.holderOf(blob) : undefined;
    return holder === name.repository ? undefined : holder;
  }

  #mountTurn(blob: Digest, from: string): BlobTurn {
    const { moves } = this.#options;
    return {
      how: 'mount',
      from,
      refused: async () => {
        moves.forget(blob, from);
        await this.#claims?.refused(blob, from);
        if (moves.find(this.#key(blob))) return undefined;
        const move = this.#begin(blob);
        const claim = await this.#settling(move, () => this.#claims?.tryOnce(blob));
        if (claim || !this.#claims) return this.#uploadTurn({ blob, move, claim });
        move.end();
        return undefined;
      },
    };
  }

  async #claim(blob: Digest, options: TakeTurnOptions): Promise<BlobTurn> {
    const move = this.#begin(blob);
    const answer = await this.#settling(move, () => this.#claims?.take(blob, options));
    if (answer === undefined) return this.#uploadTurn({ blob, move, claim: undefined });
    if (answer.how === 'claimed') return this.#uploadTurn({ blob, move, claim: answer.claim });

    move.end();
    if (answer.how === 'impatient') return this.#impatientTurn(blob);
    if (answer.how === 'present') return answer;
    this.#options.moves.remember(blob, answer.from);
    return this.#mountTurn(blob, answer.from);
  }

  #begin(blob: Digest): Move {
    const { moves, name } = this.#options;
    return moves.begin(this.#key(blob), name.repository);
  }

  /** A move that could not be claimed is none. */
  async #settling<T>(move: Move, ask: () => Promise<T> | undefined): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      move.end();
      throw error;
    }
  }

  #uploadTurn(held: HeldBlob): UploadTurn {
    this.#held.add(held);
    return {
      how: 'upload',
      end: async (isUploaded) => {
        if (!isUploaded) return await this.#release(held);
        held.move.arrive();
        if (!this.areKept) await this.#hand(held);
      },
    };
  }

  /** Whoever has waited long enough brings the blob too, which costs no more than its bytes, or lets it be for now. */
  #impatientTurn(blob: Digest): BlobTurn {
    const { impatient = 'upload', name } = this.#options;
    if (impatient === 'defer') throw new BlobClaimedError(name.registry, blob);
    return { how: 'upload', end: async () => {} };
  }

  /** Has everybody else mount the blob. */
  async #hand(held: HeldBlob): Promise<void> {
    this.#tell(held.blob);
    await this.#claims?.uploaded(held.blob);
    await this.#release(held);
  }

  /** Has this process mount the blob. */
  #tell(blob: Digest): void {
    const { moves, name } = this.#options;
    moves.remember(blob, name.repository);
  }

  async #release(held: HeldBlob): Promise<void> {
    if (!this.#held.delete(held)) return;
    held.move.end();
    await held.claim?.end();
  }
}
