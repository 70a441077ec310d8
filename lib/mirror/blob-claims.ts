import type { Clock } from '../clock.ts';
import type { TakeTurnOptions } from '../copy/blob-turns.ts';
import type { Digest } from '../oci/digest.ts';
import type { RepositoryName } from '../oci/reference.ts';
import type { BlobTurnsOptions, OtherWorkers, SharedBlobsOptions } from './blob-sharing.ts';
import { KeptLease } from './kept-lease.ts';

/** What comes of asking the others for a blob. */
export type ClaimAnswer =
  | { readonly how: 'claimed'; readonly claim: KeptLease }
  | { readonly how: 'mount'; readonly from: string }
  | { readonly how: 'present' }
  | { readonly how: 'impatient' };

interface BlobClaimsOptions extends BlobTurnsOptions {
  readonly others: OtherWorkers;
  readonly name: RepositoryName;
  readonly clock: Clock;
  readonly leaseMs: number;
  readonly patienceMs: number;
}

const POLL_MS = 1_000;

/** What is agreed with other processes about the blobs of one registry. */
export class BlobClaims {
  readonly #options: BlobClaimsOptions;

  private constructor(options: BlobClaimsOptions) {
    this.#options = options;
  }

  /** `undefined` where there are no others. */
  static of({
    others,
    ...options
  }: Omit<BlobClaimsOptions, 'others'> & Pick<SharedBlobsOptions, 'others'>):
    | BlobClaims
    | undefined {
    return others && new BlobClaims({ ...options, others });
  }

  /** Claims a blob, unless another has it or brings it: then waits for that. */
  async take(blob: Digest, { look, ...call }: TakeTurnOptions): Promise<ClaimAnswer> {
    const { clock, patienceMs } = this.#options;
    const since = clock.now();
    for (let hasWaited = false; ; hasWaited = true) {
      const holder = this.#foreign(await this.#holders(blob));
      if (holder !== undefined) return { how: 'mount', from: holder };
      const claim = await this.tryOnce(blob);
      if (claim) return await this.#judged(claim, blob, { look, hasWaited, ...call });
      if (clock.now() - since >= patienceMs) return { how: 'impatient' };
      await clock.sleep(Math.min(POLL_MS, patienceMs), call);
    }
  }

  /** The claim on a blob, where nobody else has it. */
  async tryOnce(blob: Digest): Promise<KeptLease | undefined> {
    const { others, name, owner, clock, leaseMs } = this.#options;
    const lease = await others.claims.acquire(`${name.registry}#${blob}`, owner, leaseMs);
    return lease && new KeptLease(lease, { leases: others.claims, clock, leaseMs });
  }

  /** Tells the others that they may mount a blob. They can do without: what fails here costs a few bytes more. */
  async uploaded(blob: Digest): Promise<void> {
    const { others, name } = this.#options;
    await others.holders.add(name.registry, blob, name.repository).catch(() => {});
  }

  /** Tells the others that a blob could not be mounted from `repository`. */
  async refused(blob: Digest, repository: string): Promise<void> {
    const { others, name } = this.#options;
    await others.holders.remove(name.registry, blob, repository).catch(() => {});
  }

  async #judged(
    claim: KeptLease,
    blob: Digest,
    options: TakeTurnOptions & { readonly hasWaited: boolean },
  ): Promise<ClaimAnswer> {
    try {
      const found = await this.#foundMeanwhile(blob, options);
      if (!found) return { how: 'claimed', claim };
      await claim.end();
      return found;
    } catch (error) {
      await claim.end();
      throw error;
    }
  }

  /** Whoever gave the claim back right before may have brought the blob. */
  async #foundMeanwhile(
    blob: Digest,
    { look, hasWaited, ...call }: TakeTurnOptions & { readonly hasWaited: boolean },
  ): Promise<ClaimAnswer | undefined> {
    const holders = await this.#holders(blob);
    const from = this.#foreign(holders);
    if (from !== undefined) return { how: 'mount', from };
    const mayBeHere = hasWaited || holders.includes(this.#options.name.repository);
    return mayBeHere && (await look(call)) ? { how: 'present' } : undefined;
  }

  #holders(blob: Digest): Promise<readonly string[]> {
    const { others, name } = this.#options;
    return others.holders.list(name.registry, blob);
  }

  #foreign(holders: readonly string[]): string | undefined {
    return holders.find((repository) => repository !== this.#options.name.repository);
  }
}
