import { ProtocolError } from './errors.ts';
import { redirectTarget } from './redirects.ts';
import type { WireResponse } from './transport.ts';

/** What is committed: distribution specification, "Pushing a blob monolithically"; some registries answer 202 or 204. */
export const COMMITTED: readonly number[] = [201, 202, 204];

/** `Location` may be relative or absolute, and leads where the session is to be continued; `undefined` where it stays. */
export function nextLocation({ headers, url, shownAs }: WireResponse): URL | undefined {
  const { location } = headers;
  return location === undefined ? undefined : redirectTarget(url, location, shownAs);
}

/** Where a session that was opened begins. */
export function firstLocation(response: WireResponse): URL {
  const location = nextLocation(response);
  if (location) return location;
  throw new ProtocolError(response, 'the upload was accepted without a Location');
}

/** How many bytes the session has, `undefined` where the answer does not say. `0-0` is one byte, or none. */
export function storedBytes({ headers }: WireResponse): number | undefined {
  const [, last] = /^(?:bytes[ =])?0-(\d{1,15})$/.exec(String(headers['range'] ?? '')) ?? [];
  return last === undefined ? undefined : Number(last) + 1;
}

/** What all chunks but the last must have, as the answer that opens a session may tell. */
export function toldMinChunkBytes({ headers }: WireResponse): number {
  const told = String(headers['oci-chunk-min-length'] ?? '0');
  return /^\d{1,15}$/.test(told) ? Number(told) : 0;
}
