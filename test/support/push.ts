import type { Built, BuiltContent } from './built.ts';
import { expectStatus } from './expect-status.ts';
import { BLOB_TYPE, commitUrl, openUpload } from './upload-session.ts';

export interface PushOptions {
  readonly repository: string;
  /** Name of the root; it is pushed under its digest alone where this is absent. */
  readonly tag?: string;
}

/** Puts `built` into the registry at `registry`, without a line of the engine: blobs, children, root. */
export async function push(
  built: Built,
  registry: URL,
  { repository, tag }: PushOptions,
): Promise<void> {
  const base = new URL(`/v2/${repository}/`, registry);
  for (const blob of built.blobs) await pushBlob(base, blob);
  for (const manifest of built.manifests) {
    await pushManifest(base, manifest, manifest.descriptor.digest);
  }
  if (tag !== undefined) await pushManifest(base, built.root, tag);
}

async function pushBlob(base: URL, { descriptor, bytes }: BuiltContent): Promise<void> {
  await expectStatus(201, commitUrl(await openUpload(base), descriptor.digest), {
    method: 'PUT',
    headers: BLOB_TYPE,
    body: Buffer.from(bytes),
  });
}

async function pushManifest(
  base: URL,
  { descriptor, bytes }: BuiltContent,
  tagOrDigest: string,
): Promise<void> {
  await expectStatus(201, new URL(`manifests/${tagOrDigest}`, base), {
    method: 'PUT',
    headers: { 'content-type': descriptor.mediaType },
    body: Buffer.from(bytes),
  });
}
