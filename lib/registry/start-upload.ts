import type { BlobUpload } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { RegistryError } from './errors.ts';
import { OpenSession } from './open-session.ts';
import type { Registry, RegistryRequest } from './registry.ts';
import { firstLocation, toldMinChunkBytes } from './session-answer.ts';
import type { WireResponse } from './transport.ts';
import { CANCEL_TIMEOUT_MS, ChunkedUploadSession, UploadSession } from './upload-session.ts';

export interface StartOptions {
  /** `POST …/blobs/uploads/` of the repository that the blob goes to. */
  readonly request: Omit<RegistryRequest, 'accept'>;
  /** Another repository of the registry, to take the blob from. */
  readonly mountFrom?: string;
  /** As in `StartUploadOptions`. */
  readonly onPlace?: (() => void) | undefined;
}

/** With these a registry says no to a mount, not to the blob: it may still be uploaded. */
const MOUNT_REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 404, 405]);

/**
 * Takes an upload place and opens a session, or has the registry mount the blob
 * instead. A session that was opened in spite of an abort is removed.
 */
export async function startUpload(
  registry: Registry,
  blob: Descriptor,
  { request, onPlace, ...options }: StartOptions,
): Promise<BlobUpload | 'mounted'> {
  const { signal } = request;
  const giveBack = await registry.uploads.take(blob, signal);
  try {
    onPlace?.();
    const location = await openSession(registry, blob, { request, ...options });
    if (location === 'mounted') {
      giveBack();
      return 'mounted';
    }
    const upload = uploadOver(
      new OpenSession({ registry, blob, begun: request, location, giveBack }),
    );
    if (signal?.aborted) await upload.cancel();
    signal?.throwIfAborted();
    return upload;
  } catch (error) {
    giveBack();
    throw error;
  }
}

function uploadOver(session: OpenSession): BlobUpload {
  const takesChunks = session.registry.habits.sessions !== 'none';
  return takesChunks
    ? new ChunkedUploadSession(session, { offset: 0, isResumed: false })
    : new UploadSession(session);
}

async function openSession(
  registry: Registry,
  blob: Descriptor,
  options: StartOptions,
): Promise<URL | 'mounted'> {
  const request = { ...options.request, graceMs: CANCEL_TIMEOUT_MS };
  if (options.mountFrom !== undefined) {
    const answer = await mount(registry, blob, { request, mountFrom: options.mountFrom });
    if (answer) return answer;
  }
  return await registry.ask({ ...request, accept: [202] }, (response) =>
    opened(registry, response),
  );
}

/** Distribution specification, "Mounting a blob from another repository": 202 means that a session was opened instead. */
async function mount(
  registry: Registry,
  { digest }: Descriptor,
  { request, mountFrom }: Required<Pick<StartOptions, 'request' | 'mountFrom'>>,
): Promise<URL | 'mounted' | undefined> {
  const url = new URL(request.url);
  url.searchParams.set('mount', digest);
  url.searchParams.set('from', mountFrom);
  const scopes = [...request.scopes, `repository:${mountFrom}:pull`];
  try {
    return await registry.ask({ ...request, url, scopes, accept: [201, 202] }, (response) =>
      response.status === 201 ? 'mounted' : opened(registry, response),
    );
  } catch (error) {
    if (error instanceof RegistryError && MOUNT_REFUSALS.has(error.status)) return undefined;
    throw error;
  }
}

function opened(registry: Registry, response: WireResponse): URL {
  registry.habits.learnMinChunkBytes(toldMinChunkBytes(response));
  return firstLocation(response);
}
