import type {
  BlobUpload,
  CallOptions,
  ContentSource,
  ContentTarget,
  OpenContent,
  PutManifestOptions,
  StartUploadOptions,
  StoredManifest,
} from '../../content/ports.ts';
import type { Descriptor } from '../../oci/descriptor.ts';
import type { Digest } from '../../oci/digest.ts';
import type { Document } from '../../oci/manifest.ts';
import type { Tag } from '../../oci/reference.ts';

/** What is awaited before something is written; a rejection leaves it unwritten. */
export interface WriteGuard {
  beforeUpload(options: CallOptions): Promise<void>;
  beforeManifest(options: CallOptions): Promise<void>;
}

/** A repository that is read as it is, and written when its guard lets pass. */
export class GuardedRepository implements ContentSource, ContentTarget {
  readonly #repository: ContentSource & ContentTarget;
  readonly #guard: WriteGuard;

  constructor(repository: ContentSource & ContentTarget, guard: WriteGuard) {
    this.#repository = repository;
    this.#guard = guard;
  }

  async startUpload(
    blob: Descriptor,
    options: StartUploadOptions = {},
  ): Promise<BlobUpload | 'mounted'> {
    await this.#guard.beforeUpload(options);
    return await this.#repository.startUpload(blob, options);
  }

  async putManifest(document: Document, options: PutManifestOptions = {}): Promise<StoredManifest> {
    await this.#guard.beforeManifest(options);
    return await this.#repository.putManifest(document, options);
  }

  resolve(tagOrDigest: Tag | Digest, options?: CallOptions): Promise<Descriptor | undefined> {
    return this.#repository.resolve(tagOrDigest, options);
  }

  fetchManifest(digest: Digest, options?: CallOptions): Promise<Document> {
    return this.#repository.fetchManifest(digest, options);
  }

  listTags(options?: CallOptions): AsyncIterable<readonly Tag[]> {
    return this.#repository.listTags(options);
  }

  listReferrers(
    subject: Digest,
    options?: CallOptions,
  ): Promise<readonly Descriptor[] | undefined> {
    return this.#repository.listReferrers(subject, options);
  }

  openBlob(blob: Descriptor, options?: CallOptions): Promise<OpenContent> {
    return this.#repository.openBlob(blob, options);
  }

  fetchBlob(blob: Descriptor, options?: CallOptions): Promise<Uint8Array> {
    return this.#repository.fetchBlob(blob, options);
  }

  resolveBlob(digest: Digest, options?: CallOptions): Promise<Descriptor | undefined> {
    return this.#repository.resolveBlob(digest, options);
  }

  hasBlob(blob: Descriptor, options?: CallOptions): Promise<boolean> {
    return this.#repository.hasBlob(blob, options);
  }
}
