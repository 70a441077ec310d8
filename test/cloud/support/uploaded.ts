import type { EmbeddedRegistry } from '../../../lib/local/embedded-registry/embedded-registry.ts';
import { isImageConfigType } from '../../../lib/oci/media-types.ts';
import type { Built } from '../../support/built.ts';

type Requests = EmbeddedRegistry['requests'];

/** Bytes of blobs that a registry was sent, those of requests that broke off included. */
export function bytesUploaded(requests: Requests): number {
  return uploads(requests).reduce((sum, { bytesReceived }) => sum + bytesReceived, 0);
}

/** Bytes of each blob that a registry has sent, by its digest, those of answers that broke off included. */
export function downloads(requests: Requests): ReadonlyMap<string, number> {
  const bytes = new Map<string, number>();
  for (const { method, path, bytesSent } of requests) {
    const digest = method === 'GET' ? path.split('/blobs/')[1] : undefined;
    if (digest !== undefined) bytes.set(digest, (bytes.get(digest) ?? 0) + bytesSent);
  }
  return bytes;
}

/** How often each blob was uploaded whole, by its digest. */
export function commits(requests: Requests): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { method, status, query } of uploads(requests)) {
    const digest = query.get('digest');
    if (method !== 'PUT' || status !== 201 || digest === null) continue;
    counts.set(digest, (counts.get(digest) ?? 0) + 1);
  }
  return counts;
}

/** Sizes of the layers of all `images`, by digest. */
export function layerSizes(images: Iterable<Built>): ReadonlyMap<string, number> {
  const blobs = [...images].flatMap((built) => built.blobs.map(({ descriptor }) => descriptor));
  const layers = blobs.filter(({ mediaType }) => !isImageConfigType(mediaType));
  return new Map(layers.map(({ digest, size }) => [digest, size]));
}

/** Sizes of the blobs of all `images`, by digest. */
export function blobSizes(images: Iterable<Built>): ReadonlyMap<string, number> {
  const blobs = [...images].flatMap((built) => built.blobs.map(({ descriptor }) => descriptor));
  return new Map(blobs.map(({ digest, size }) => [digest, size]));
}

function uploads(requests: Requests): Requests {
  return requests.filter(
    ({ method, path }) => ['PATCH', 'PUT'].includes(method) && path.includes('/blobs/uploads/'),
  );
}
