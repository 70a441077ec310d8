import type { CallOptions } from '../content/ports.ts';
import { findReferrers } from '../copy/find-referrers.ts';
import type { Referrer } from '../copy/referrer.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Image } from './image.ts';
import { referrerFilterOf } from './referrer-filter.ts';
import type { SourceTags } from './source-tags.ts';
import type { SyncRequest } from './sync-request.ts';

/** Says of each referrer of `indexes` that it speaks of other content than what a filter leaves of them. */
export async function lostReferrers(
  { source, sourceReference }: Image,
  indexes: readonly Descriptor[],
  request: SyncRequest,
  { sourceTags, ...options }: CallOptions & { readonly sourceTags: SourceTags },
): Promise<readonly string[]> {
  const filter = referrerFilterOf(request);
  if (filter === 'none') return [];
  const tags = sourceTags.of(sourceReference, source);
  const digests = indexes.map(({ digest }) => digest);
  const { referrers } = await findReferrers(source, digests, { ...options, tags, ...filter });
  return referrers
    .filter(({ subject }) => digests.includes(subject))
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
