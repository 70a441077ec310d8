import { type Answer, emptyAnswer } from './answer.ts';
import { isReferenced } from './is-referenced.ts';
import type { RegistryRequest } from './registry-request.ts';
import { isRepositoryName } from './repository-name.ts';
import { requireDigest } from './require-digest.ts';
import type { Handler } from './router.ts';
import type { RegistryStorage } from './storage.ts';
import { commitUpload, storedBlob } from './stored-blob.ts';
import { sessionHeaders } from './upload-checks.ts';
import type { UploadManner } from './upload-manner.ts';
import type { Uploads } from './uploads.ts';

export interface UploadOptions {
  readonly storage: RegistryStorage;
  readonly uploads: Uploads;
  readonly manner: UploadManner;
}

/** POST: mounts where it can, takes a whole blob where there is a digest, and else opens a session. */
export function startUpload(options: UploadOptions): Handler {
  const { uploads } = options;
  const { minChunkBytes, tellsMinimum } = options.manner;
  return async (request, { repository }) => {
    const mounted = await mount(options, request, repository);
    if (mounted) return mounted;

    const { query } = request;
    if (query.has('digest')) return await uploadWhole(uploads, request, repository);

    const session = await uploads.start(repository);
    return emptyAnswer(202, {
      ...sessionHeaders(session),
      ...(tellsMinimum && minChunkBytes > 0 && { 'OCI-Chunk-Min-Length': String(minChunkBytes) }),
    });
  };
}

async function mount(
  { storage, manner }: UploadOptions,
  { query }: RegistryRequest,
  target: string,
): Promise<Answer | undefined> {
  const source = query.get('from');
  if (!query.has('mount') || source === null || !isRepositoryName(source)) return undefined;

  const digest = requireDigest(query.get('mount'));
  const isReady = manner.mounts === 'uploaded' || (await isReferenced(storage, source, digest));
  if (!isReady) return undefined;
  const linked = await storage.linkContent(digest, { source, target });
  return linked ? storedBlob(target, digest) : undefined;
}

async function uploadWhole(
  uploads: Uploads,
  { query, body }: RegistryRequest,
  repository: string,
): Promise<Answer> {
  const digest = requireDigest(query.get('digest'));
  const session = await uploads.start(repository);
  try {
    await session.write(body);
    return await commitUpload(session, digest);
  } finally {
    await uploads.end(session);
  }
}
