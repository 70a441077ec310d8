import type { ReferrerFilter } from '../copy/referrer.ts';
import type { SyncRequest } from './sync-request.ts';

/** Which referrers a request wants, in the form in which they are looked for. */
export function referrerFilterOf({
  referrers,
}: Pick<SyncRequest, 'referrers'>): { readonly filter?: ReferrerFilter } | 'none' {
  if (typeof referrers === 'object') return { filter: referrers };
  return referrers ? {} : 'none';
}
