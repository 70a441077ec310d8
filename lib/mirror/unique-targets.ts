import { isDeepStrictEqual } from 'node:util';
import type { NamedImage } from '../definition/definition.ts';
import { formatReference, type Reference } from '../oci/reference.ts';
import { AmbiguousTargetError, type NamedAt } from './errors.ts';
import { failedBy, namesOf, type PlannedImage, settingsOf } from './planned-image.ts';

/** Who is to be at a target: the first to name it and, where there is one, the first that contradicts. */
interface Claim {
  readonly first: NamedImage;
  rival?: NamedImage;
}

/**
 * The images with each target once. Of images that are the same the first stays;
 * where they differ, in content or in settings, all of that target fail, since
 * which of them it ends with would depend on chance.
 */
export function uniqueTargets(images: readonly PlannedImage[]): readonly PlannedImage[] {
  const claims = claimsOf(images);
  return images.flatMap((image) => {
    if (image.kind === 'settled') return image;
    const target = formatReference(image.target);
    const { first = image, rival } = claims.get(target) ?? {};
    if (!rival) return image === first ? image : [];
    const other = isSame(first, image) ? rival : image;
    return failedBy(
      new AmbiguousTargetError(target, namedAt(first), namedAt(other)),
      namesOf(image),
    );
  });
}

function claimsOf(images: readonly PlannedImage[]): ReadonlyMap<string, Claim> {
  const claims = new Map<string, Claim>();
  for (const image of images) {
    if (image.kind === 'settled') continue;
    const target = formatReference(image.target);
    const claim = claims.get(target);
    if (!claim) claims.set(target, { first: image });
    else if (!isSame(claim.first, image)) claim.rival ??= image;
  }
  return claims;
}

function isSame(one: NamedImage, other: NamedImage): boolean {
  return (
    contentOf(one.source) === contentOf(other.source) &&
    isDeepStrictEqual(settingsOf(one), settingsOf(other))
  );
}

function namedAt({ source, place }: NamedImage): NamedAt {
  return { name: contentOf(source), place };
}

/** What is copied: with a digest it does not matter what the image was called. */
function contentOf({ tag, digest, ...name }: Reference): string {
  return formatReference({ ...name, ...(digest ? { digest } : tag !== undefined && { tag }) });
}
