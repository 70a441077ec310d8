import type { Digest } from '../../lib/oci/digest.ts';
import { expectStatus } from './expect-status.ts';

/** docker-registry answers 500 to an upload that calls itself anything else. */
export const BLOB_TYPE = { 'content-type': 'application/octet-stream' };

/** Opens an upload session in `repository`, such as `http://127.0.0.1:5000/v2/app/`, and gives its location. */
export async function openUpload(repository: URL): Promise<string> {
  const url = new URL('blobs/uploads/', repository);
  return locationOf(await expectStatus(202, url, { method: 'POST' }), url);
}

/** Where to PUT the last bytes of the session at `location`. */
export function commitUrl(location: string, digest: Digest): string {
  return `${location}${location.includes('?') ? '&' : '?'}digest=${digest}`;
}

/** The session's next location, which every answer changes. */
export function locationOf({ headers }: Response, base: string | URL): string {
  return new URL(headers.get('location') ?? '', base).href;
}
