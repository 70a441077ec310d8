import { readBounded } from '../content/bounded.ts';
import type {
  Access,
  BlobUpload,
  CallOptions,
  ChunkedBlobUpload,
  ContentSource,
  ContentTarget,
  Mountable,
  OpenBlobOptions,
  OpenContent,
  PutManifestOptions,
  StartUploadOptions,
  StoredManifest,
  UploadSessionState,
} from '../content/ports.ts';
import { verified } from '../content/verified.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import { type Digest, isDigest } from '../oci/digest.ts';
import { type Document, descriptorOf, LARGEST_MANIFEST_BYTES } from '../oci/manifest.ts';
import { ACCEPTED_MANIFEST_TYPES, OCI_INDEX } from '../oci/media-types.ts';
import type { Tag } from '../oci/reference.ts';
import { ProtocolError } from './errors.ts';
import { describedBy, isProof, readManifest } from './manifest-answer.ts';
import { openBlob } from './open-blob.ts';
import { listReferrers } from './referrers.ts';
import type { Registry, RegistryRequest } from './registry.ts';
import { resumeUpload } from './resume-upload.ts';
import { startUpload } from './start-upload.ts';
import { listTags } from './tags.ts';
import type { Scope } from './tokens.ts';
import { isUntagged } from './untagged.ts';

/** Asked in one header, so that registries convert nothing. */
const ACCEPT = ACCEPTED_MANIFEST_TYPES.join(', ');

/** Statuses with which registries say that they do not answer HEAD, not that something is absent. */
const UNUSABLE_HEAD: readonly number[] = [400, 403, 405, 501];

/** RFC 2046, section 4.5.1; registries do not know of what type a blob is. */
const UNKNOWN_TYPE = 'application/octet-stream';

/** A repository on a registry, over the distribution API: distribution specification 1.1. */
export class Repository implements ContentSource, ContentTarget {
  readonly #registry: Registry;
  readonly #name: string;
  readonly #scopes: readonly Scope[];

  constructor(registry: Registry, name: string, access: Access) {
    this.#registry = registry;
    this.#name = name;
    this.#scopes = [`repository:${name}:${access}`];
  }

  get mountable(): Mountable {
    return this.#registry.habits.mountable;
  }

  async resolve(
    tagOrDigest: Tag | Digest,
    options: CallOptions = {},
  ): Promise<Descriptor | undefined> {
    const request = this.#manifestRequest('HEAD', tagOrDigest, options);
    const accept = [200, 404, ...UNUSABLE_HEAD];
    const head = await this.#registry.request({ ...request, accept }, describedBy);
    return isProof(head, tagOrDigest) ? head : await this.#resolveByContent(tagOrDigest, options);
  }

  async fetchManifest(digest: Digest, options: CallOptions = {}): Promise<Document> {
    const request = this.#manifestRequest('GET', digest, options);
    return await this.#registry.request({ ...request, accept: [200] }, (response) =>
      readManifest(response, digest),
    );
  }

  async putManifest(
    document: Document,
    { tag, ...options }: PutManifestOptions = {},
  ): Promise<StoredManifest> {
    const request = this.#manifestRequest('PUT', tag ?? document.digest, options);
    return await this.#registry.request(
      {
        ...request,
        accept: [201, 202, 204],
        headers: { 'content-type': document.mediaType },
        body: document.bytes,
      },
      ({ headers }) => ({ listsReferrer: headers['oci-subject'] !== undefined }),
    );
  }

  async isUntagged(options: CallOptions = {}): Promise<boolean> {
    if (!this.#registry.habits.listsForPushers) return false;
    return await isUntagged(this.#registry, this.#request('GET', 'tags/list', options));
  }

  /** Tags page by page, each as long as the registry likes, or empty; none where the repository has none. */
  listTags(options: CallOptions = {}): AsyncIterable<readonly Tag[]> {
    return listTags(this.#registry, this.#request('GET', 'tags/list', options));
  }

  async listReferrers(
    subject: Digest,
    options: CallOptions = {},
  ): Promise<readonly Descriptor[] | undefined> {
    const request = this.#request('GET', `referrers/${subject}`, options);
    return await listReferrers(this.#registry, { ...request, headers: { accept: OCI_INDEX } });
  }

  async openBlob(
    blob: Descriptor,
    { from = 0, ...options }: OpenBlobOptions = {},
  ): Promise<OpenContent> {
    const request = this.#request('GET', `blobs/${blob.digest}`, options);
    return await openBlob(this.#registry, blob, { request, from });
  }

  async fetchBlob(blob: Descriptor, options: CallOptions = {}): Promise<Uint8Array> {
    const request = this.#request('GET', `blobs/${blob.digest}`, options);
    return await this.#registry.request({ ...request, accept: [200] }, ({ body }) =>
      readBounded(verified(body, blob), LARGEST_MANIFEST_BYTES, `the blob ${blob.digest}`),
    );
  }

  async resolveBlob(digest: Digest, options: CallOptions = {}): Promise<Descriptor | undefined> {
    const request = this.#request('HEAD', `blobs/${digest}`, options);
    return await this.#registry.request({ ...request, accept: [200, 404] }, (response) => {
      if (response.status === 404) return undefined;
      const size = Number(response.headers['content-length'] ?? Number.NaN);
      if (Number.isSafeInteger(size)) return { mediaType: UNKNOWN_TYPE, digest, size };
      throw new ProtocolError(request, 'the answer has no length');
    });
  }

  async hasBlob(blob: Descriptor, options: CallOptions = {}): Promise<boolean> {
    const request = this.#request('HEAD', `blobs/${blob.digest}`, options);
    // Where HEAD is left out the blob counts as absent: to upload it once more is always right.
    const accept = [200, 404, 405, 501];
    return await this.#registry.request({ ...request, accept }, ({ status, headers }) => {
      return status === 200 && Number(headers['content-length'] ?? blob.size) === blob.size;
    });
  }

  async startUpload(
    blob: Descriptor,
    { mountFrom, onPlace, ...options }: StartUploadOptions = {},
  ): Promise<BlobUpload | 'mounted'> {
    const request = this.#request('POST', 'blobs/uploads/', options);
    return await startUpload(this.#registry, blob, {
      request,
      onPlace,
      ...(mountFrom !== undefined && { mountFrom }),
    });
  }

  async resumeUpload(
    blob: Descriptor,
    state: UploadSessionState,
    options: CallOptions = {},
  ): Promise<ChunkedBlobUpload | undefined> {
    const request = this.#request('POST', 'blobs/uploads/', options);
    return await resumeUpload(this.#registry, blob, { request, state });
  }

  /** Docker Hub, proxies and small registries leave HEAD out or answer it in part; the content tells everything. */
  async #resolveByContent(
    tagOrDigest: Tag | Digest,
    options: CallOptions,
  ): Promise<Descriptor | undefined> {
    const request = this.#manifestRequest('GET', tagOrDigest, options);
    return await this.#registry.request({ ...request, accept: [200, 404] }, async (response) => {
      if (response.status === 404) return undefined;
      const digest = isDigest(tagOrDigest) ? tagOrDigest : undefined;
      return descriptorOf(await readManifest(response, digest));
    });
  }

  #manifestRequest(
    method: string,
    tagOrDigest: Tag | Digest,
    options: CallOptions,
  ): Omit<RegistryRequest, 'accept'> {
    const request = this.#request(method, `manifests/${tagOrDigest}`, options);
    return { ...request, headers: { accept: ACCEPT } };
  }

  #request(method: string, path: string, options: CallOptions): Omit<RegistryRequest, 'accept'> {
    const url = new URL(`/v2/${this.#name}/${path}`, this.#registry.url);
    return { ...options, method, url, scopes: this.#scopes };
  }
}
