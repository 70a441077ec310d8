import type { Descriptor } from '../oci/descriptor.ts';
import { algorithmOf, type Digest, digestOf, isDigest } from '../oci/digest.ts';
import { type Document, descriptorOf, parseManifest } from '../oci/manifest.ts';
import { namesManifest } from '../oci/manifest-digest.ts';
import { isTag, type Tag } from '../oci/reference.ts';
import { referrerOf, subjectOf } from '../oci/referral.ts';
import { ContentMismatchError } from './errors.ts';
import { MemoryContent } from './memory-content.ts';
import { type MemorySessions, MemoryUploads } from './memory-uploads.ts';
import { MissingContentError } from './missing-content.ts';
import type {
  BlobUpload,
  CallOptions,
  ChunkedBlobUpload,
  ContentSource,
  ContentTarget,
  Mountable,
  OpenBlobOptions,
  PutManifestOptions,
  StartUploadOptions,
  StoredManifest,
  UploadSessionState,
} from './ports.ts';

export interface MemoryRepositoryOptions {
  /** Whether it lists referrers as OCI 1.1 has it. Default: true. */
  readonly referrersApi?: boolean;
  /** How it takes blobs in chunks. Default: by sessions that tell how far they came. */
  readonly sessions?: MemorySessions;
  /** As `BlobTarget.mountable`, which is all that it does. */
  readonly mountable?: Mountable;
}

/**
 * A repository within this process, for tests and trials.
 *
 * It believes every digest that an upload is committed under, as no registry
 * does, so that only whoever writes to it can keep wrong content out.
 */
export class MemoryRepository implements ContentSource, ContentTarget {
  readonly mountable: Mountable | undefined;
  readonly #referrersApi: boolean;
  readonly #siblings: ReadonlyMap<string, MemoryRepository>;
  readonly #content = new Map<Digest, Uint8Array>();
  readonly #manifests = new Map<Tag | Digest, Descriptor>();
  readonly #opened: MemoryContent[] = [];
  readonly #uploads: MemoryUploads;

  /** `siblings` are the repositories of the same registry by name: blobs can be mounted from them. */
  constructor(
    siblings: ReadonlyMap<string, MemoryRepository> = new Map(),
    { referrersApi = true, sessions = 'status', mountable }: MemoryRepositoryOptions = {},
  ) {
    this.#siblings = siblings;
    this.#referrersApi = referrersApi;
    this.#uploads = new MemoryUploads(sessions, (digest, bytes) =>
      this.#content.set(digest, bytes),
    );
    this.mountable = mountable;
  }

  /** Every content that was opened here, in that order. */
  get opened(): readonly MemoryContent[] {
    return this.#opened;
  }

  /** Bytes that uploads brought, those of failed uploads included. */
  get received(): number {
    return this.#uploads.received;
  }

  /** Uploads that were started and neither committed nor cancelled. */
  get uploads(): number {
    return this.#uploads.sessions;
  }

  /** Uploads whose place among the writers was not given back. */
  get writers(): number {
    return this.#uploads.writers;
  }

  /** Forgets every upload that is open, as a registry does that restarts. */
  loseUploads(): void {
    this.#uploads.lose();
  }

  /** Puts a blob here without an upload. */
  add(bytes: Uint8Array, mediaType = 'application/octet-stream'): Descriptor {
    const blob = { mediaType, digest: digestOf(bytes), size: bytes.byteLength };
    this.#content.set(blob.digest, bytes);
    return blob;
  }

  /** Gives out `bytes` from now on where `descriptor` is asked for. */
  corrupt({ digest }: Descriptor, bytes: Uint8Array): void {
    this.#content.set(digest, bytes);
  }

  /** The stored bytes of a blob or manifest, `undefined` where there are none. */
  content({ digest }: Pick<Descriptor, 'digest'>): Uint8Array | undefined {
    return this.#content.get(digest);
  }

  async resolve(
    tagOrDigest: Tag | Digest,
    options: CallOptions = {},
  ): Promise<Descriptor | undefined> {
    options.signal?.throwIfAborted();
    return this.#manifests.get(tagOrDigest);
  }

  async fetchManifest(digest: Digest, options: CallOptions = {}): Promise<Document> {
    options.signal?.throwIfAborted();
    const manifest = this.#manifests.get(digest);
    if (!manifest) throw new MissingContentError(digest);
    const bytes = this.#stored(digest);
    if (!namesManifest(digest, bytes)) throw mismatch(digest, bytes);
    return parseManifest(bytes, { digest, contentType: manifest.mediaType });
  }

  async putManifest(
    document: Document,
    { tag, signal }: PutManifestOptions = {},
  ): Promise<StoredManifest> {
    signal?.throwIfAborted();
    const manifest = descriptorOf(document);
    this.#content.set(manifest.digest, document.bytes);
    this.#manifests.set(manifest.digest, manifest);
    if (tag !== undefined) this.#manifests.set(tag, manifest);
    return { listsReferrer: this.#referrersApi && subjectOf(document) !== undefined };
  }

  async isUntagged({ signal }: CallOptions = {}): Promise<boolean> {
    signal?.throwIfAborted();
    return ![...this.#manifests.keys()].some(isTag);
  }

  async *listTags({ signal }: CallOptions = {}): AsyncGenerator<readonly Tag[], void, undefined> {
    signal?.throwIfAborted();
    const tags = [...this.#manifests.keys()].filter(isTag);
    if (tags.length > 0) yield tags;
  }

  async listReferrers(
    subject: Digest,
    { signal }: CallOptions = {},
  ): Promise<readonly Descriptor[] | undefined> {
    signal?.throwIfAborted();
    if (!this.#referrersApi) return undefined;
    const referrers: Descriptor[] = [];
    for (const digest of [...this.#manifests.keys()].filter(isDigest)) {
      const document = await this.fetchManifest(digest);
      if (subjectOf(document) === subject) referrers.push(referrerOf(document));
    }
    return referrers;
  }

  async openBlob(
    { digest }: Descriptor,
    { from = 0, ...options }: OpenBlobOptions = {},
  ): Promise<MemoryContent> {
    options.signal?.throwIfAborted();
    const content = new MemoryContent(digest, this.#stored(digest).subarray(from), options);
    this.#opened.push(content);
    return content;
  }

  async fetchBlob({ digest }: Descriptor, options: CallOptions = {}): Promise<Uint8Array> {
    options.signal?.throwIfAborted();
    return this.#verified(digest);
  }

  async resolveBlob(digest: Digest, options: CallOptions = {}): Promise<Descriptor | undefined> {
    options.signal?.throwIfAborted();
    const size = this.#content.get(digest)?.byteLength;
    return size === undefined ? undefined : { mediaType: 'application/octet-stream', digest, size };
  }

  async hasBlob({ digest }: Descriptor, options: CallOptions = {}): Promise<boolean> {
    options.signal?.throwIfAborted();
    return this.#content.has(digest);
  }

  async startUpload(
    blob: Descriptor,
    { mountFrom = '', onPlace, signal }: StartUploadOptions = {},
  ): Promise<BlobUpload | 'mounted'> {
    signal?.throwIfAborted();
    onPlace?.();
    const mounted = this.#siblings.get(mountFrom)?.content(blob);
    if (mounted) {
      this.#content.set(blob.digest, mounted);
      return 'mounted';
    }
    return this.#uploads.start(blob);
  }

  async resumeUpload(
    _: Descriptor,
    session: UploadSessionState,
    { signal }: CallOptions = {},
  ): Promise<ChunkedBlobUpload | undefined> {
    signal?.throwIfAborted();
    return this.#uploads.resume(session);
  }

  #stored(digest: Digest): Uint8Array {
    const bytes = this.#content.get(digest);
    if (!bytes) throw new MissingContentError(digest);
    return bytes;
  }

  #verified(expected: Digest): Uint8Array {
    const bytes = this.#stored(expected);
    if (digestOf(bytes, algorithmOf(expected)) === expected) return bytes;
    throw mismatch(expected, bytes);
  }
}

function mismatch(expected: Digest, bytes: Uint8Array): ContentMismatchError {
  const digest = digestOf(bytes, algorithmOf(expected));
  return new ContentMismatchError({ digest: expected }, { digest });
}
