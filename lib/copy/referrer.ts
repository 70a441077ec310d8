import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import type { Tag } from '../oci/reference.ts';

/** A manifest that is about another one, such as its signature or its SBOM. */
export interface Referrer {
  /** What it is about; or so says whoever lists it. */
  readonly subject: Digest;
  /** As the source lists it, artifact type and annotations included. */
  readonly descriptor: Descriptor;
  /** The tag by which cosign finds it; absent for one that a list of referrers names. */
  readonly tag?: Tag;
  /** 0 where nothing refers to it; whatever refers to it stands lower and belongs into the target first. */
  readonly height: number;
}

/** Everything that refers to an image, also by way of other referrers. */
export interface FoundReferrers {
  /** By ascending height. */
  readonly referrers: readonly Referrer[];
  /** The indexes under the source's fallback tags, by subject. */
  readonly fallbackIndexes: ReadonlyMap<Digest, Document>;
  /** The same for as long as nothing is added or removed, and nothing else is asked for. */
  readonly set: Digest;
}

/**
 * Chooses referrers by what they are: each of `artifactTypes` is compared as a whole with the type
 * that the source lists, else with `artifactType` of the manifest, else with the media type of its config.
 * What is under cosign's tags counts as `application/vnd.dev.cosign.artifact.{sig,att,sbom}.v1+json`.
 * A referrer that is left out takes along what refers to it.
 */
export interface ReferrerFilter {
  readonly artifactTypes: readonly string[];
}
