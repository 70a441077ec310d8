import type { Descriptor } from '../../oci/descriptor.ts';
import type { Digest } from '../../oci/digest.ts';
import type { Tag } from '../../oci/reference.ts';

/**
 * One line of a repository's list: a manifest under one of its tags. An untagged
 * manifest has a single line without `tag`.
 */
export interface ListedManifest extends Pick<Descriptor, 'mediaType' | 'digest' | 'size'> {
  readonly tag?: Tag;
}

/** What `tagOrDigest` names in the list; anything that is neither names nothing. */
export function findManifest(
  manifests: readonly ListedManifest[],
  tagOrDigest: string,
): ListedManifest | undefined {
  return manifests.find(({ tag, digest }) => tag === tagOrDigest || digest === tagOrDigest);
}

/** Lists `manifest`; a tag that it brings moves to it, and what had that tag stays listed. */
export function withManifest(
  manifests: readonly ListedManifest[],
  manifest: ListedManifest,
): readonly ListedManifest[] {
  const { digest, tag } = manifest;
  if (tag === undefined) {
    return findManifest(manifests, digest) ? manifests : [...manifests, manifest];
  }
  const others = withoutTag(manifests, tag).filter(
    (listed) => listed.tag !== undefined || listed.digest !== digest,
  );
  return [...others, manifest];
}

/** Takes a tag away; its manifest stays listed. */
export function withoutTag(
  manifests: readonly ListedManifest[],
  tag: Tag,
): readonly ListedManifest[] {
  const tagged = manifests.find((listed) => listed.tag === tag);
  const others = manifests.filter((listed) => listed.tag !== tag);
  if (!tagged || findManifest(others, tagged.digest)) return others;

  const { mediaType, digest, size } = tagged;
  return [...others, { mediaType, digest, size }];
}

/** Takes a manifest away together with all its tags. */
export function withoutManifest(
  manifests: readonly ListedManifest[],
  digest: Digest,
): readonly ListedManifest[] {
  return manifests.filter((listed) => listed.digest !== digest);
}
