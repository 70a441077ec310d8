const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;

/** A length of time for people: seconds, and minutes or hours where there are any. */
export function timeWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < MINUTE_SECONDS) return `${seconds} s`;
  const minutes = Math.floor(seconds / MINUTE_SECONDS);
  if (seconds < HOUR_SECONDS) return `${minutes} min ${seconds % MINUTE_SECONDS} s`;
  return `${Math.floor(seconds / HOUR_SECONDS)} h ${minutes % MINUTE_SECONDS} min`;
}

export function countWords(count: number): string {
  return Math.round(count).toLocaleString('en');
}

export function shareWords(share: number): string {
  return `${Math.round(100 * share)} %`;
}

export function byteWords(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Four digits after the point: small runs cost less than a cent. */
export function dollarWords(dollars: number): string {
  return `$${dollars.toFixed(4)}`;
}

/** How many times `one` the `other` is. */
export function timesWords(one: number, other: number): string {
  return `${(other / one).toPrecision(3)} times`;
}
