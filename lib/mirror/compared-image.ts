import type { CallOptions } from '../content/ports.ts';
import { fetchDocument } from '../copy/fetch-document.ts';
import type { CopiedReferrers } from '../copy/referrer-tally.ts';
import type { WalkedImage } from '../copy/walk-image.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { algorithmOf, type Digest } from '../oci/digest.ts';
import { namesManifest } from '../oci/manifest-digest.ts';
import { isSchema1Type } from '../oci/media-types.ts';
import { type Decision, decide } from './decide.ts';
import type { Findings } from './findings.ts';
import { type Image, resolveTarget } from './image.ts';
import type { SyncRequest } from './sync-request.ts';
import type { WantedImage } from './wanted-image.ts';

/** An image whose source is pinned, with what stood at its target when that was looked at. */
export interface ComparedImage extends Image {
  readonly wanted: WantedImage;
  readonly found: Digest | undefined;
  /** Whether the target repository had no tag at all. Absent: nobody asked. */
  readonly isNew?: boolean;
}

/** Looks at the target; what it has under another of its digests is found under the wanted one. */
export async function compareImage(
  image: Image,
  wanted: WantedImage,
  options: CallOptions,
): Promise<ComparedImage> {
  const found = await resolveTarget(image, image.tag ?? wanted.root.digest, options);
  return await comparedWith(image, wanted, { ...options, found });
}

/** As {@link compareImage} where the target was looked at and has `found`. */
export async function comparedWith(
  image: Image,
  wanted: WantedImage,
  { found, ...options }: CallOptions & Pick<ComparedImage, 'found'>,
): Promise<ComparedImage> {
  const { digest } = wanted.root;
  if (found === undefined || found === digest || !mayAlsoName(found, wanted.root)) {
    return { ...image, wanted, found };
  }
  const { bytes } = await fetchDocument(await wanted.open(options), digest, options);
  return { ...image, wanted, found: namesManifest(found, bytes) ? digest : found };
}

/**
 * Registries name by SHA-256 whatever has a tag; its publisher may have named it by SHA-512. Of
 * schema 1 some name what was signed and others the whole.
 */
function mayAlsoName(found: Digest, { digest, mediaType }: Descriptor): boolean {
  return algorithmOf(found) !== algorithmOf(digest) || isSchema1Type(mediaType);
}

/** What a decision comes to when it moves nothing; `undefined` when the image has to be copied. */
export function settle(
  { wanted, found, tag = '' }: Pick<ComparedImage, 'wanted' | 'found' | 'tag'>,
  { onConflict, force }: SyncRequest,
): Partial<Findings> | undefined {
  const decision: Decision = decide({ wanted: wanted.root.digest, found, onConflict, force });
  const difference = `the target tag ${tag} names other content than the source`;
  switch (decision) {
    case 'copy':
    case 'repair':
      return undefined;
    case 'unchanged':
      return { status: 'unchanged' };
    case 'conflict':
      return { status: 'conflict', reason: difference };
    case 'skip':
      return { status: 'skipped', reason: `${difference}, and onConflict is keep` };
  }
}

/** What an image runs on. A filter has looked closer, into entries that do not say it, than a walk has to. */
export function platformsOf(
  { filtered }: WantedImage,
  { platforms }: Pick<WalkedImage, 'platforms'>,
): readonly string[] {
  return filtered?.platforms ?? platforms;
}

/** What was, or would be, moved of an image. */
export interface Moved {
  readonly walked: Pick<WalkedImage, 'bytes' | 'pushedManifests' | 'foreignLayers'>;
  /** Absent where nobody looked for referrers. */
  readonly referrers?: Pick<CopiedReferrers, 'bytes' | 'pushed'> | undefined;
}

/** What is found once everything of an image is, or would be, in the target. */
export function broughtBy(
  { found, wanted }: Pick<ComparedImage, 'found' | 'wanted'>,
  { walked: { bytes, pushedManifests, foreignLayers }, referrers }: Moved,
): Partial<Findings> {
  const { digest } = wanted.root;
  const moved = bytes.uploaded + bytes.mounted + pushedManifests + (referrers?.pushed ?? 0);
  return {
    status: found === digest && moved === 0 ? 'unchanged' : 'copied',
    targetDigest: digest,
    previousDigest: found === undefined || found === digest ? null : found,
    ...(foreignLayers > 0 && { warnings: [foreignLayersWarning(foreignLayers)] }),
  };
}

function foreignLayersWarning(count: number): string {
  return count === 1
    ? '1 foreign layer is not copied: it stays where its urls say'
    : `${count} foreign layers are not copied: they stay where their urls say`;
}
