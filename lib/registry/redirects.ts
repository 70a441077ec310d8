import { RedirectError } from './errors.ts';
import { redact } from './redact.ts';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Blob storage is one hop away, sometimes two; more is a loop. */
export const MOST_REDIRECTS = 5;

/** Whether `status` sends a reader elsewhere. */
export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status);
}

/** Resolves `Location` against the URL that answered; throws {@link RedirectError} where it may not be followed. */
export function redirectTarget(from: URL, location: string | undefined): URL {
  const target = location === undefined ? null : URL.parse(location, from.href);
  if (!target) throw new RedirectError(`${redact(from)} leads on without a usable Location`);
  if (target.protocol !== 'https:' && target.protocol !== 'http:') {
    throw new RedirectError(`${redact(from)} leads to ${target.protocol} instead of https:`);
  }
  if (from.protocol === 'https:' && target.protocol === 'http:') {
    throw new RedirectError(`${redact(from)} leads from https to http, to ${redact(target)}`);
  }
  return target;
}
