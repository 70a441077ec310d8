import type { ReferrerFilter } from '../copy/referrer.ts';
import type { SyncRequest } from './sync-request.ts';

/** Which referrers a request wants, in the form in which they are looked for. */
export function referrerFilterOf({
  referrers,
}: Pick<SyncRequest, 'referrers'>): { readonly filter?: ReferrerFilter } | 'none' {
  if (typeof referrers === 'object') return { filter: referrers };
  return referrers ? {} : 'none';
}

/** Under this text it can be remembered what was chosen: it is one for all spellings of the choice. */
export function referrerFilterKey(request: Pick<SyncRequest, 'referrers'>): string {
  const filter = referrerFilterOf(request);
  if (filter === 'none') return filter;
  return filter.filter ? filter.filter.artifactTypes.toSorted().join(' ') : 'all';
}
