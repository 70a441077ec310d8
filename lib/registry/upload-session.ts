import type { BlobUpload, CallOptions } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { ProtocolError, RegistryError } from './errors.ts';
import { redirectTarget } from './redirects.ts';
import type { Registry, RegistryRequest } from './registry.ts';
import type { WireResponse } from './transport.ts';

export interface StartOptions {
  /** `POST …/blobs/uploads/` of the repository that the blob goes to. */
  readonly request: Omit<RegistryRequest, 'accept'>;
  /** Another repository of the registry, to take the blob from. */
  readonly mountFrom?: string;
}

/** With these a registry says no to a mount, not to the blob: it may still be uploaded. */
const MOUNT_REFUSALS: ReadonlySet<number> = new Set([400, 401, 403, 404, 405]);

/** How long the removal of a session may hold up whoever has failed or was interrupted. */
const CANCEL_TIMEOUT_MS = 5_000;

/**
 * Takes an upload place and opens a session, or has the registry mount the blob
 * instead. A session that was opened in spite of an abort is removed.
 */
export async function startUpload(
  registry: Registry,
  blob: Descriptor,
  { request, ...options }: StartOptions,
): Promise<BlobUpload | 'mounted'> {
  const { signal } = request;
  const giveBack = await registry.uploads.take(signal);
  try {
    const location = await openSession(registry, blob, { request, ...options });
    if (location === 'mounted') {
      giveBack();
      return 'mounted';
    }
    const session = new UploadSession(registry, { blob, request, location, giveBack });
    if (signal?.aborted) await session.cancel();
    signal?.throwIfAborted();
    return session;
  } catch (error) {
    giveBack();
    throw error;
  }
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
  return await registry.ask({ ...request, accept: [202] }, locationOf);
}

/** Distribution specification, "Mounting a blob from another repository": 202 means that a session was opened instead. */
async function mount(
  registry: Registry,
  { digest }: Descriptor,
  { request, mountFrom }: Required<StartOptions>,
): Promise<URL | 'mounted' | undefined> {
  const url = new URL(request.url);
  url.searchParams.set('mount', digest);
  url.searchParams.set('from', mountFrom);
  const scopes = [...request.scopes, `repository:${mountFrom}:pull`];
  try {
    return await registry.ask({ ...request, url, scopes, accept: [201, 202] }, (response) =>
      response.status === 201 ? 'mounted' : locationOf(response),
    );
  } catch (error) {
    if (error instanceof RegistryError && MOUNT_REFUSALS.has(error.status)) return undefined;
    throw error;
  }
}

interface SessionOptions {
  readonly blob: Descriptor;
  readonly request: Omit<RegistryRequest, 'accept'>;
  readonly location: URL;
  readonly giveBack: () => void;
}

/** An upload session, from the registry's `Location` to commit or cancel. */
class UploadSession implements BlobUpload {
  readonly #registry: Registry;
  readonly #options: SessionOptions;

  constructor(registry: Registry, options: SessionOptions) {
    this.#registry = registry;
    this.#options = options;
  }

  /** One PUT of declared length: distribution specification, "POST then PUT". */
  async write(content: AsyncIterable<Uint8Array>, options: CallOptions = {}): Promise<void> {
    const { blob, giveBack } = this.#options;
    const response = await this.#registry.send({
      ...this.#request('PUT', this.#commitUrl(), options),
      // The specification says 201; some registries answer 202 or 204.
      accept: [201, 202, 204],
      // A registry that restarted knows the session no more; a new one begins from zero.
      passing: [404, 416],
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(blob.size),
      },
      body: blob.size === 0 ? await emptied(content) : content,
    });
    await response.discard();
    giveBack();
  }

  async cancel(): Promise<void> {
    try {
      const signal = AbortSignal.timeout(CANCEL_TIMEOUT_MS);
      const request = this.#request('DELETE', this.#options.location, { signal });
      const response = await this.#registry.send({ ...request, accept: [202, 204, 404, 405] });
      await response.discard();
    } catch {
      // The session is the registry's to expire; the failure that led here is the news.
    } finally {
      this.#options.giveBack();
    }
  }

  /** The query of `Location` is opaque and stays as it is: "Pushing a blob monolithically". */
  #commitUrl(): URL {
    const { blob, location } = this.#options;
    const url = new URL(location);
    url.search += `${url.search === '' ? '?' : '&'}digest=${encodeURIComponent(blob.digest)}`;
    return url;
  }

  #request(method: string, url: URL, options: CallOptions): Omit<RegistryRequest, 'accept'> {
    return { ...options, method, url, scopes: this.#options.request.scopes };
  }
}

/** Reads content of no bytes to its end, since only then it is proven to have none. */
async function emptied(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  for await (const chunk of content) {
    if (chunk.byteLength > 0) return chunk;
  }
  return new Uint8Array();
}

/** `Location` may be relative or absolute, and leads where the session is to be continued. */
function locationOf(response: WireResponse): URL {
  const { location } = response.headers;
  if (location === undefined) {
    throw new ProtocolError(response, 'the upload was accepted without a Location');
  }
  return redirectTarget(response.url, location);
}
