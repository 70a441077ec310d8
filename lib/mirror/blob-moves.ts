import type { Digest } from '../oci/digest.ts';
import { RecentlyUsed } from './recently-used.ts';

export interface BlobMovesOptions {
  /** Of how many blobs a registry's holders are remembered. Default: 200,000, some 40 MB. */
  readonly blobs?: number;
}

/** What this process knows of one registry: which repository had a blob last, and which blobs are on their way. */
export class BlobMoves {
  readonly #holders: RecentlyUsed<string>;
  readonly #moves = new Map<string, Move>();

  constructor({ blobs = 200_000 }: BlobMovesOptions = {}) {
    this.#holders = new RecentlyUsed({ capacity: blobs, weigh: () => 1 });
  }

  holderOf(blob: Digest): string | undefined {
    return this.#holders.get(blob);
  }

  remember(blob: Digest, repository: string): void {
    this.#holders.put(blob, repository);
  }

  /** Says that `repository` did not give the blob. */
  forget(blob: Digest, repository: string): void {
    if (this.holderOf(blob) === repository) this.#holders.remove(blob);
  }

  /** The move under way that is named `key`. */
  find(key: string): Move | undefined {
    return this.#moves.get(key);
  }

  /** Begins the move `key`, of which there must be none, into `repository`. */
  begin(key: string, repository: string): Move {
    const move = new Move(repository, () => this.#moves.delete(key));
    this.#moves.set(key, move);
    return move;
  }
}

/** One blob on its way into a registry. */
export class Move {
  readonly repository: string;
  readonly #arrived = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  readonly #onEnd: () => void;
  #hasArrived = false;

  constructor(repository: string, onEnd: () => void) {
    this.repository = repository;
    this.#onEnd = onEnd;
  }

  /** Whether its repository has the blob. */
  get hasArrived(): boolean {
    return this.#hasArrived;
  }

  /** Says that its repository has the blob, which may not be mounted from there yet. */
  arrive(): void {
    this.#hasArrived = true;
    this.#arrived.resolve();
  }

  /** Says that nobody has to wait for it any more, whatever became of it. */
  end(): void {
    this.#onEnd();
    this.#arrived.resolve();
    this.#ended.resolve();
  }

  /** Resolves when whoever wants the blob in `repository` can go on. */
  settledFor(repository: string): Promise<void> {
    return repository === this.repository ? this.#arrived.promise : this.#ended.promise;
  }
}
