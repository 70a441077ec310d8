import type { CallOptions } from '../content/ports.ts';
import { findReferrers } from '../copy/find-referrers.ts';
import type { Referrer } from '../copy/referrer.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Image } from './image.ts';
import { referrerFilterOf } from './referrer-filter.ts';
import type { SourceTags } from './source-tags.ts';
import type { SyncRequest } from './sync-request.ts';

/** Says of each referrer of an index that it speaks of other content than what a filter leaves of the index. */
export async function lostReferrers(
  { source, sourceReference }: Image,
  { digest }: Descriptor,
  request: SyncRequest,
  { sourceTags, ...options }: CallOptions & { readonly sourceTags: SourceTags },
): Promise<readonly string[]> {
  const filter = referrerFilterOf(request);
  if (filter === 'none') return [];
  const tags = sourceTags.of(sourceReference, source);
  const { referrers } = await findReferrers(source, [digest], { ...options, tags, ...filter });
  return referrers
    .filter(({ subject }) => subject === digest)
    .map(
      (referrer) =>
        `${nameOf(referrer)} is about ${digest} and does not survive the platform filter`,
    );
}

function nameOf({ tag, descriptor: { artifactType, digest } }: Referrer): string {
  if (tag !== undefined) return `the tag ${tag}`;
  return artifactType === undefined
    ? `the referrer ${digest}`
    : `the referrer ${digest} (${artifactType})`;
}
