/**
 * No registry has a limit that lasts for longer than a day. What is further away is a mistake, such as a
 * time in milliseconds, or meant to keep us away; the ledger would hold on to it in later runs too.
 */
const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/**
 * `Retry-After` in milliseconds from `now`, `undefined` where it is absent,
 * unreadable or more than a day away: RFC 9110, section 10.2.3, seconds or an HTTP date.
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const waitMs = header === undefined ? Number.NaN : readWait(header, now);
  // What is no number is not within the limit either.
  return waitMs <= LONGEST_WAIT_MS ? Math.max(0, waitMs) : undefined;
}

/** Not a number where `header` is unreadable, below zero where it names a time that has passed. */
function readWait(header: string, now: number): number {
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  // Date.parse() makes a date of nearly everything that has a number in it.
  return /\bGMT\s*$/.test(header) ? Date.parse(header) - now : Number.NaN;
}
