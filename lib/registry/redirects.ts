import { RedirectError } from './errors.ts';
import { redact } from './redact.ts';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Blob storage is one hop away, sometimes two; more is a loop. */
export const MOST_REDIRECTS = 5;

/** Whether `status` sends a reader elsewhere. */
export function isRedirect(status: number): boolean {
  return REDIRECTS.has(status);
}

/**
 * Resolves `Location` against the URL that answered, which messages show as `shownAs`; throws
 * {@link RedirectError} where it may not be followed. Of where it leads messages show the host alone.
 */
export function redirectTarget(
  from: URL,
  location: string | undefined,
  shownAs: string = redact(from),
): URL {
  const target = location === undefined ? null : URL.parse(location, from.href);
  if (!target) throw new RedirectError(`${shownAs} leads on without a usable Location`);
  if (target.protocol !== 'https:' && target.protocol !== 'http:') {
    throw new RedirectError(`${shownAs} leads to ${target.protocol} instead of https:`);
  }
  if (from.protocol === 'https:' && target.protocol === 'http:') {
    throw new RedirectError(`${shownAs} leads from https to http, to ${target.origin}`);
  }
  return target;
}
