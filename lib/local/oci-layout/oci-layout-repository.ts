import { resolve } from 'node:path';
import type { Clock } from '../../clock.ts';
import { readBounded } from '../../content/bounded.ts';
import type {
  BlobUpload,
  CallOptions,
  ContentSource,
  ContentTarget,
  OpenBlobOptions,
  OpenContent,
  PutManifestOptions,
  StartUploadOptions,
  StoredManifest,
} from '../../content/ports.ts';
import { verified } from '../../content/verified.ts';
import type { Descriptor } from '../../oci/descriptor.ts';
import { algorithmOf, type Digest, digestOf, isDigest } from '../../oci/digest.ts';
import { type Document, descriptorOf, LARGEST_MANIFEST_BYTES } from '../../oci/manifest.ts';
import type { Tag } from '../../oci/reference.ts';
import { LayoutContentMissingError, LayoutUnfitError } from './errors.ts';
import { FileContent } from './file-content.ts';
import { FileUpload } from './file-upload.ts';
import { INDEX_FILE } from './layout-files.ts';
import { LayoutFolder } from './layout-folder.ts';
import { withManifest } from './layout-index.ts';
import { readManifest, resolveDigest, resolveTag } from './layout-manifests.ts';
import { linkContent } from './link-content.ts';

/**
 * A folder in the OCI image layout (image specification, `image-layout.md`), as skopeo, BuildKit
 * and others write and read it. Its tags are the `ref.name`s of `index.json`; of what refers to an
 * image it knows nothing but the fallback tags. Several processes may write to it at once.
 */
export class OciLayoutRepository implements ContentSource, ContentTarget {
  readonly #folder: LayoutFolder;
  readonly #clock: Clock;

  /** `folder` is relative to that of the process and need not exist before something is written. */
  constructor(folder: string, clock: Clock) {
    this.#folder = new LayoutFolder(resolve(folder), clock);
    this.#clock = clock;
  }

  async resolve(
    tagOrDigest: Tag | Digest,
    options: CallOptions = {},
  ): Promise<Descriptor | undefined> {
    options.signal?.throwIfAborted();
    return isDigest(tagOrDigest)
      ? await resolveDigest(this.#folder, tagOrDigest, options)
      : await resolveTag(this.#folder, tagOrDigest);
  }

  async fetchManifest(digest: Digest, options: CallOptions = {}): Promise<Document> {
    options.signal?.throwIfAborted();
    return await readManifest(this.#folder, digest, options);
  }

  async putManifest(
    document: Document,
    { tag, ...options }: PutManifestOptions = {},
  ): Promise<StoredManifest> {
    options.signal?.throwIfAborted();
    const { bytes, digest } = document;
    if (digestOf(bytes, algorithmOf(digest)) !== digest) {
      throw new LayoutUnfitError(this.#folder.path, digest);
    }
    const reached = document.manifests.map((manifest) => manifest.digest);
    await this.#folder.putContent(digest, bytes);
    await this.#folder.changeIndex(
      (index) => withManifest(index, descriptorOf(document), { tag, reached }),
      options,
    );
    return { listsReferrer: false };
  }

  /** Never known: whoever has the files before him looks at each of them. */
  async isUntagged({ signal }: CallOptions = {}): Promise<boolean> {
    signal?.throwIfAborted();
    return false;
  }

  /** All names at once; a folder that is no layout is an error, as nobody lists the tags of a target. */
  async *listTags({ signal }: CallOptions = {}): AsyncGenerator<readonly Tag[], void, undefined> {
    signal?.throwIfAborted();
    const index = await this.#folder.readIndex();
    if (!index) throw new LayoutContentMissingError(this.#folder.path, INDEX_FILE);
    const names = index.entries.flatMap(({ name }) => (name === undefined ? [] : [name]));
    if (names.length > 0) yield [...new Set(names)];
  }

  /** Never an answer: the image specification knows no such list in a layout. */
  async listReferrers(_: Digest, { signal }: CallOptions = {}): Promise<undefined> {
    signal?.throwIfAborted();
  }

  async openBlob({ digest }: Descriptor, options: OpenBlobOptions = {}): Promise<OpenContent> {
    options.signal?.throwIfAborted();
    return await FileContent.open(this.#folder, digest, options);
  }

  async fetchBlob(blob: Descriptor, options: CallOptions = {}): Promise<Uint8Array> {
    const content = verified(await this.openBlob(blob, options), blob);
    return await readBounded(content, LARGEST_MANIFEST_BYTES, `the blob ${blob.digest}`);
  }

  async resolveBlob(digest: Digest, { signal }: CallOptions = {}): Promise<Descriptor | undefined> {
    signal?.throwIfAborted();
    const size = await this.#folder.sizeOf(digest);
    return size === undefined ? undefined : { mediaType: 'application/octet-stream', digest, size };
  }

  /** One of another size was cut off by whoever wrote it, and counts as absent. */
  async hasBlob({ digest, size }: Descriptor, { signal }: CallOptions = {}): Promise<boolean> {
    signal?.throwIfAborted();
    return (await this.#folder.sizeOf(digest)) === size;
  }

  /** A mount links the file of the layout in the folder `mountFrom`, having read and proven it. */
  async startUpload(
    blob: Descriptor,
    { mountFrom, ...options }: StartUploadOptions = {},
  ): Promise<BlobUpload | 'mounted'> {
    options.signal?.throwIfAborted();
    if (mountFrom !== undefined) {
      const source = new LayoutFolder(resolve(mountFrom), this.#clock);
      const isLinked = await linkContent(blob, { source, target: this.#folder }, options);
      if (isLinked) return 'mounted';
    }
    return await FileUpload.start(this.#folder, blob);
  }

  /** Never: a file that was not finished is no part of the layout. */
  async resumeUpload(): Promise<undefined> {}
}
