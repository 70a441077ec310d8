import type { Digest } from '../oci/digest.ts';
import type { BlobOutcome } from './copy-blob.ts';
import type { Referrer } from './referrer.ts';
import type { WalkedImage } from './walk-image.ts';

/** What became of an image's referrers. */
export interface CopiedReferrers {
  /** Referrers that are in the target now, those that were there before included. */
  readonly count: number;
  /** Those of them that were pushed, or were there before and are listed, or mended, only now. */
  readonly pushed: number;
  readonly bytes: Readonly<Record<BlobOutcome, number>>;
  /** Sentences about those that were left out. */
  readonly warnings: readonly string[];
}

/** Adds up what becomes of referrers, one at a time. */
export class ReferrerTally {
  readonly #present = new Set<Digest>();
  readonly #pushed = new Set<Digest>();
  readonly #bytes: Record<BlobOutcome, number> = { present: 0, mounted: 0, uploaded: 0 };
  readonly #warnings: string[] = [];

  get result(): CopiedReferrers {
    return {
      count: this.#present.size,
      pushed: this.#pushed.size,
      bytes: this.#bytes,
      warnings: this.#warnings.toSorted(),
    };
  }

  addPresent({ descriptor }: Referrer): void {
    this.#present.add(descriptor.digest);
  }

  /** It is in the target, which did not list it. */
  addListed(referrer: Referrer): void {
    this.addPresent(referrer);
    this.#pushed.add(referrer.descriptor.digest);
  }

  addPushed(referrer: Referrer, { bytes }: Pick<WalkedImage, 'bytes'>): void {
    this.addListed(referrer);
    this.#addBytes(bytes);
  }

  /** It was in place and was walked all the same, as far as the source still has it; what was lost of it was pushed. */
  addWalked(
    referrer: Referrer,
    walked: Pick<WalkedImage, 'bytes' | 'pushedManifests'> | undefined,
  ): void {
    this.addPresent(referrer);
    if (!walked) return;
    const { bytes, pushedManifests } = walked;
    if (bytes.uploaded + bytes.mounted + pushedManifests > 0) this.addListed(referrer);
    this.#addBytes(bytes);
  }

  #addBytes(bytes: WalkedImage['bytes']): void {
    this.#bytes.present += bytes.present;
    this.#bytes.mounted += bytes.mounted;
    this.#bytes.uploaded += bytes.uploaded;
  }

  /** The target holds something of its own under a tag of cosign's. */
  addLeft({ tag }: Referrer): void {
    this.#warnings.push(
      `the tag ${tag} holds other signatures at the target than at the source: it was left as it is`,
    );
  }

  /** The source lists something that it does not have, as after a deletion. */
  addDangling({ subject, descriptor }: Referrer): void {
    this.#warnings.push(
      `${descriptor.digest} is listed as a referrer of ${subject}, but is not at the source: it was not copied`,
    );
  }
}
