import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import type { Tag } from '../oci/reference.ts';
import type { Secret } from '../secret.ts';

/** What every call accepts: an abort rejects with `signal.reason` and leaves nothing open. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** Where manifests can be looked up. */
export interface ManifestResolver {
  /**
   * Says what `tagOrDigest` names now, or `undefined` where the registry says
   * that it has no such manifest or repository. Every other answer is an error.
   */
  resolve(tagOrDigest: Tag | Digest, options?: CallOptions): Promise<Descriptor | undefined>;
}

/** Where manifests come from. */
export interface ManifestSource extends ManifestResolver {
  /**
   * The document that `digest` names: its bytes are verified against it and at
   * most `LARGEST_MANIFEST_BYTES` long. A missing one is an error.
   */
  fetchManifest(digest: Digest, options?: CallOptions): Promise<Document>;
}

/** Where manifests go. */
export interface ManifestTarget extends ManifestResolver {
  /** Stores the exact bytes of `document` under its digest, or under `tag` where one is given. */
  putManifest(document: Document, options?: PutManifestOptions): Promise<StoredManifest>;

  /**
   * Whether the registry says that it has no such repository, or none with a tag: hardly anything of an
   * image can be in it then. `false` also where it does not say, or fails to.
   */
  isUntagged(options?: CallOptions): Promise<boolean>;
}

/** What a registry says about a manifest that it has taken. */
export interface StoredManifest {
  /** Whether the registry lists the manifest among the referrers of its subject, as `OCI-Subject` tells. */
  readonly listsReferrer: boolean;
}

export interface PutManifestOptions extends CallOptions {
  readonly tag?: Tag;
}

/** Where the tags of a repository are told. */
export interface TagSource {
  /** Tags page by page, none for a repository without tags; pages may be empty. A list that breaks off fails. */
  listTags(options?: CallOptions): AsyncIterable<readonly Tag[]>;
}

/** Where it is told what refers to a manifest. */
export interface ReferrerSource {
  /**
   * Manifests whose subject is `subject`, artifact types and annotations included; `undefined` where the
   * registry has no referrers API, so that the fallback tag is to be asked. Every other answer is an error.
   */
  listReferrers(subject: Digest, options?: CallOptions): Promise<readonly Descriptor[] | undefined>;
}

/** Where blobs come from. */
export interface BlobSource {
  /**
   * Takes a place among the source's readers and opens the content of `blob`,
   * unverified; asks once. The caller must read it to its end or close it, which
   * gives the place back; reading fails when the content stalls or breaks off.
   */
  openBlob(blob: Descriptor, options?: OpenBlobOptions): Promise<OpenContent>;

  /** The verified content of a small blob, such as a config, of at most `LARGEST_MANIFEST_BYTES`. */
  fetchBlob(blob: Descriptor, options?: CallOptions): Promise<Uint8Array>;

  /**
   * Says how long the blob is, for manifests of schema 1, which do not. `undefined` where the registry
   * says that it has no such blob or repository. Every other answer is an error.
   */
  resolveBlob(digest: Digest, options?: CallOptions): Promise<Descriptor | undefined>;
}

export interface OpenBlobOptions extends CallOptions {
  /**
   * Bytes of the blob's beginning that are left out. A source that cannot begin elsewhere is read from
   * its start, and what comes before is dropped. Default: 0.
   */
  readonly from?: number;
}

/** Content on its way, to be read once. */
export interface OpenContent extends AsyncIterable<Uint8Array> {
  /** Lets go of the content, also before it was read; does nothing once it has ended. */
  close(): void;
}

/** When a registry lets another of its repositories have a blob without an upload. */
export type Mountable =
  /** As soon as it was uploaded. */
  | 'uploaded'
  /** When a manifest of the repository that has it refers to it. */
  | 'referenced'
  | 'never';

/** Where blobs go. */
export interface BlobTarget {
  /** When a blob of this repository can be mounted into others of its registry. Default: `uploaded`. */
  readonly mountable?: Mountable | undefined;

  hasBlob(blob: Descriptor, options?: CallOptions): Promise<boolean>;

  /**
   * Takes a place among the target's writers and opens an upload session, or
   * resolves to `mounted` where the registry took the blob from `mountFrom`; asks once.
   * The place is held until the upload has ended, by `write` or by `cancel`.
   */
  startUpload(blob: Descriptor, options?: StartUploadOptions): Promise<BlobUpload | 'mounted'>;

  /**
   * Takes a place among the target's writers and goes on with a session that was left, also by another
   * process; `undefined` where the target does not know it any more, or continues none. Its `chunks` tell
   * how far it came, which may be further or less far than `session` says.
   */
  resumeUpload(
    blob: Descriptor,
    session: UploadSessionState,
    options?: CallOptions,
  ): Promise<ChunkedBlobUpload | undefined>;
}

export interface StartUploadOptions extends CallOptions {
  /** Repository on the target's registry that may already hold the blob. */
  readonly mountFrom?: string;
  /** Told when the place is taken and the session is about to be asked for; a target without places never tells. */
  readonly onPlace?: (() => void) | undefined;
}

/** One blob on its way into a target; used for one `write`, then finished or cancelled. */
export interface BlobUpload {
  /**
   * Sends `content` and commits it under the blob's digest. Content that fails,
   * or is shorter than the blob, is never committed. Chunks are given away: the
   * memory of one may be used for another as soon as it was sent.
   */
  write(content: AsyncIterable<Uint8Array>, options?: CallOptions): Promise<void>;

  /** Removes the session at the registry, as far as that allows it; never rejects. */
  cancel(): Promise<void>;

  /** Present where the target takes the blob in chunks as well, instead of by one `write`. */
  readonly chunks?: UploadChunks;
}

/** An upload that is sent in chunks. */
export interface ChunkedBlobUpload extends BlobUpload {
  readonly chunks: UploadChunks;
}

/** One blob on its way in chunks: they follow each other, and `commit` makes a blob of them. */
export interface UploadChunks {
  /** Where the next chunk begins: so many bytes of the blob the target has acknowledged. */
  readonly offset: number;
  /** What every chunk but the last must have. */
  readonly minBytes: number;

  /**
   * Sends the `length` bytes from `offset` on, which then moves; chunks are given away. Resolves to `known` where the target has
   * them already, since the answer to a former attempt was lost: it did not read all of `content` then.
   * After a failure the session is continued by `leave` and `resumeUpload` alone. Throws
   * {@link UploadLostError} where the target does not go on with the session.
   */
  write(
    content: AsyncIterable<Uint8Array>,
    options: WriteChunkOptions,
  ): Promise<'written' | 'known'>;

  /** Makes the blob of what was sent; the caller has verified it. */
  commit(options?: CallOptions): Promise<void>;

  /** What the session is continued by. */
  state(): UploadSessionState;

  /** Gives the place back and leaves the session open, to be resumed. */
  leave(): void;
}

export interface WriteChunkOptions extends CallOptions {
  /** Bytes of the chunk. */
  readonly length: number;
}

/** What a session that was left is continued by. */
export interface UploadSessionState {
  /** Where the session goes on; whoever knows it can write to the session. */
  readonly location: Secret;
  /** Bytes that were acknowledged. */
  readonly offset: number;
  /** Who tells how far the session came: the target when asked, or nobody but whoever sent it. */
  readonly offsetBy: 'status' | 'sender';
}

/** What a repository is opened for; decides which rights its tokens are asked for. */
export type Access = 'pull' | 'pull,push';

/** Everything an image is copied from. */
export type ContentSource = ManifestSource & BlobSource & TagSource & ReferrerSource;

/** Everything an image is copied to. */
export type ContentTarget = ManifestTarget &
  BlobTarget &
  Pick<ManifestSource, 'fetchManifest'> &
  ReferrerSource;
