import type {
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
} from '../../content/ports.ts';
import type { Descriptor } from '../../oci/descriptor.ts';
import type { Digest } from '../../oci/digest.ts';
import type { Document } from '../../oci/manifest.ts';
import type { Tag } from '../../oci/reference.ts';

/** A repository that passes every call on to another, for subclasses to step in where they have to. */
export class DelegatedRepository implements ContentSource, ContentTarget {
  readonly #repository: ContentSource & ContentTarget;

  constructor(repository: ContentSource & ContentTarget) {
    this.#repository = repository;
  }

  get mountable(): Mountable | undefined {
    return this.#repository.mountable;
  }

  startUpload(blob: Descriptor, options?: StartUploadOptions): Promise<BlobUpload | 'mounted'> {
    return this.#repository.startUpload(blob, options);
  }

  resumeUpload(
    blob: Descriptor,
    session: UploadSessionState,
    options?: CallOptions,
  ): Promise<ChunkedBlobUpload | undefined> {
    return this.#repository.resumeUpload(blob, session, options);
  }

  putManifest(document: Document, options?: PutManifestOptions): Promise<StoredManifest> {
    return this.#repository.putManifest(document, options);
  }

  isUntagged(options?: CallOptions): Promise<boolean> {
    return this.#repository.isUntagged(options);
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

  openBlob(blob: Descriptor, options?: OpenBlobOptions): Promise<OpenContent> {
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
