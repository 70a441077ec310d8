import type { CallOptions } from '../content/ports.ts';
import { findReferrers } from '../copy/find-referrers.ts';
import type { Referrer } from '../copy/referrer.ts';
import { signalOf } from '../copy/signal-of.ts';
import type { Digest } from '../oci/digest.ts';
import type { Image } from './image.ts';
import { referrerFilterOf } from './referrer-filter.ts';
import type { SourceTags } from './source-tags.ts';
import type { SyncRequest } from './sync-request.ts';

/** Says of each referrer of `replaced`, indexes at the source, that it speaks of other content than what a filter leaves of them. */
export async function lostReferrers(
  { source, sourceReference }: Image,
  replaced: readonly Digest[],
  request: SyncRequest,
  { sourceTags, ...options }: CallOptions & { readonly sourceTags: SourceTags },
): Promise<readonly string[]> {
  const filter = referrerFilterOf(request);
  if (filter === 'none' || replaced.length === 0) return [];
  const tags = sourceTags.of(sourceReference, source);
  const { referrers } = await findReferrers(source, replaced, {
    ...signalOf(options),
    tags,
    ...filter,
  });
  return referrers
    .filter(({ subject }) => replaced.includes(subject))
    .map(
      (referrer) =>
        `${nameOf(referrer)} is about ${referrer.subject} and does not survive the platform filter`,
    );
}

function nameOf({ tag, descriptor: { artifactType, digest } }: Referrer): string {
  if (tag !== undefined) return `the tag ${tag}`;
  return artifactType === undefined
    ? `the referrer ${digest}`
    : `the referrer ${digest} (${artifactType})`;
}
