import type { Digest } from '../../oci/digest.ts';
import { repositoryAccess } from './access.ts';
import { answerWith, emptyAnswer } from './answer.ts';
import { type ByteRange, parseRange } from './byte-range.ts';
import { findManifest } from './manifest-list.ts';
import { Refusal } from './refusal.ts';
import { requireDigest } from './require-digest.ts';
import type { Handler, Route } from './router.ts';
import type { RegistryStorage } from './storage.ts';

/** Blobs that are stored; how they get there is the matter of the upload routes. */
export function blobRoutes(storage: RegistryStorage): readonly Route[] {
  const get = getBlob(storage);
  return [
    {
      pattern: /^\/v2\/(?<repository>.+)\/blobs\/(?<segment>[^/]+)$/,
      access: repositoryAccess,
      handlers: { HEAD: get, GET: get, DELETE: deleteBlob(storage) },
    },
  ];
}

function getBlob(storage: RegistryStorage): Handler {
  return async ({ method, headers }, { repository, segment }) => {
    const digest = requireDigest(segment);
    const size = await storage.sizeOf(repository, digest);
    if (size === undefined) throw unknown(repository, digest);

    // RFC 9110, section 14.2: Range has a meaning for GET alone.
    const range = method === 'GET' ? parseRange(headers.range, size) : 'whole';
    if (range === 'unsatisfiable') {
      return emptyAnswer(416, { 'Content-Range': `bytes */${size}` });
    }
    const part = range === 'whole' ? undefined : range;
    const body = {
      size: part ? part.end - part.start + 1 : size,
      open: () => storage.openContent(repository, digest, part),
    };
    return answerWith(part ? 206 : 200, body, {
      'Content-Type': 'application/octet-stream',
      'Docker-Content-Digest': digest,
      'Accept-Ranges': 'bytes',
      ...(part && { 'Content-Range': formatRange(part, size) }),
    });
  };
}

function formatRange({ start, end }: ByteRange, size: number): string {
  return `bytes ${start}-${end}/${size}`;
}

function deleteBlob(storage: RegistryStorage): Handler {
  return async (_, { repository, segment }) => {
    const digest = requireDigest(segment);
    if (findManifest((await storage.listManifests(repository)) ?? [], digest)) {
      throw new Refusal('UNSUPPORTED', 'the blob is a manifest and must be deleted as one');
    }
    if (!(await storage.deleteContent(repository, digest))) throw unknown(repository, digest);
    return emptyAnswer(202);
  };
}

function unknown(repository: string, digest: Digest): Refusal {
  return new Refusal('BLOB_UNKNOWN', `${repository} does not have the blob`, {
    detail: { digest },
  });
}
