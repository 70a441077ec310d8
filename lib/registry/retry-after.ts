/**
 * `Retry-After` in milliseconds from `now`, `undefined` where it is absent or
 * unreadable: RFC 9110, section 10.2.3, seconds or an HTTP date.
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  // Date.parse() makes a date of nearly everything that has a number in it.
  const date = /\bGMT\s*$/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
