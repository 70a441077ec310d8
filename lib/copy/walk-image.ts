import type { BlobSource, CallOptions, ContentSource } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import { isForeignLayerType } from '../oci/media-types.ts';
import { formatPlatform, isRunnable } from '../oci/platform.ts';
import { concurrently } from './concurrently.ts';
import type { BlobOutcome } from './copy-blob.ts';
import { at } from './errors.ts';
import { fetchChild, fetchDocument } from './fetch-document.ts';
import { once } from './once.ts';
import { readPlatform } from './read-platform.ts';
import { resolveBlobs } from './resolve-blobs.ts';

/** What is done with the parts of an image, children before parents and each digest once. */
export interface ImageVisitor {
  /** Begins with a document, before anything that it names. */
  enter(document: Document): DocumentVisitor;
  /** Where the root's config is read when it was visited. Default: at the source. */
  readonly blobs?: Pick<BlobSource, 'fetchBlob'>;
  /** Told how many bytes more the image has, as manifests are read. */
  onExpected?: ((bytes: number) => void) | undefined;
}

/** What is done with one document and the blobs that it names. */
export interface DocumentVisitor {
  /** Called with the blobs that no document before this one has named, before the first of them is visited. */
  prepare?(blobs: readonly Descriptor[], options: CallOptions): Promise<void>;
  blob(blob: Descriptor, options: CallOptions): Promise<BlobOutcome>;
  /** Called when everything that the document names was visited, for all documents but the root. */
  push(options: CallOptions): Promise<'present' | 'pushed'>;
  /** Called at the end, whatever it was, for all documents but the root. */
  leave?(): Promise<void>;
}

/** What a walk found. Bytes count each blob once. */
export interface WalkedImage {
  readonly root: Document;
  readonly bytes: Readonly<Record<BlobOutcome, number>>;
  /** Manifests below the root that the target lacked, as far as the visitor looked. */
  readonly pushedManifests: number;
  /** Every manifest below the root. */
  readonly manifests: readonly Digest[];
  /** What the image runs on, formatted; empty for an artifact. */
  readonly platforms: readonly string[];
  /** Layers that their publisher forbids to redistribute and that were left where their `urls` say. */
  readonly foreignLayers: number;
}

export interface WalkImageOptions extends CallOptions {
  /** Whether layers that their publisher forbids to redistribute are visited like any other. Default: skip. */
  readonly foreignLayers?: 'skip' | 'copy';
}

/** In flight for one image; the slots of the registries decide how many of them really run. */
const MANIFESTS_AT_A_TIME = 4;

/** Of one manifest, as many as go-containerregistry and the tools on it move. More share the same link, and the processor's cache. */
export const BLOBS_AT_A_TIME = 4;

/** Visits everything that `root` reaches at `source`. */
export async function walkImage(
  source: ContentSource,
  root: Digest,
  visitor: ImageVisitor,
  { foreignLayers = 'skip', ...options }: WalkImageOptions = {},
): Promise<WalkedImage> {
  return await new Walk(source, visitor, foreignLayers).start(root, options);
}

interface DepthOptions extends CallOptions {
  /** How many indexes lead to the document. */
  readonly depth: number;
}

class Walk {
  readonly #source: ContentSource;
  readonly #visitor: ImageVisitor;
  readonly #foreignPolicy: 'skip' | 'copy';
  readonly #manifests = new Map<Digest, Promise<void>>();
  readonly #blobs = new Map<Digest, Promise<void>>();
  readonly #bytes: Record<BlobOutcome, number> = { present: 0, mounted: 0, uploaded: 0 };
  readonly #platforms = new Set<string>();
  readonly #expected = new Set<Digest>();
  #pushedManifests = 0;
  readonly #foreignLayers = new Set<Digest>();

  constructor(source: ContentSource, visitor: ImageVisitor, foreignPolicy: 'skip' | 'copy') {
    this.#source = source;
    this.#visitor = visitor;
    this.#foreignPolicy = foreignPolicy;
  }

  async start(digest: Digest, options: CallOptions): Promise<WalkedImage> {
    const root = await fetchDocument(this.#source, digest, options);
    await this.#visitContent(root, this.#visitor.enter(root), { ...options, depth: 0 });
    const own = await at(
      'source',
      'reading the config',
      (call) => readPlatform(this.#visitor.blobs ?? this.#source, root, call),
      options,
    );
    if (own && isRunnable(own)) this.#platforms.add(formatPlatform(own));
    return {
      root,
      bytes: this.#bytes,
      manifests: [...this.#manifests.keys()],
      pushedManifests: this.#pushedManifests,
      platforms: [...this.#platforms],
      foreignLayers: this.#foreignLayers.size,
    };
  }

  async #visitContent(
    document: Document,
    visitor: DocumentVisitor,
    { depth, ...options }: DepthOptions,
  ): Promise<void> {
    const unsized = await resolveBlobs(this.#source, document.unsizedBlobs, options);
    const blobs = [...document.blobs.filter((blob) => !this.#isLeftOut(blob)), ...unsized];
    this.#expect(blobs);
    await concurrently(
      document.manifests,
      (child, call) =>
        once(this.#manifests, child.digest, () => this.#visitChild(child, depth + 1, call)),
      { ...options, limit: MANIFESTS_AT_A_TIME },
    );
    await visitor.prepare?.(this.#unnamed(blobs), options);
    await concurrently(
      blobs,
      (blob, call) => once(this.#blobs, blob.digest, () => this.#visitBlob(blob, visitor, call)),
      { ...options, limit: BLOBS_AT_A_TIME },
    );
  }

  /** Each blob once that no document has named yet. */
  #unnamed(blobs: readonly Descriptor[]): readonly Descriptor[] {
    const unnamed = blobs.filter(({ digest }) => !this.#blobs.has(digest));
    return [...new Map(unnamed.map((blob) => [blob.digest, blob])).values()];
  }

  async #visitChild(child: Descriptor, depth: number, options: CallOptions): Promise<void> {
    const { platform } = child;
    if (platform && isRunnable(platform)) this.#platforms.add(formatPlatform(platform));
    const document = await fetchChild(this.#source, child, { ...options, depth });
    const visitor = this.#visitor.enter(document);
    try {
      await this.#visitContent(document, visitor, { ...options, depth });
      if ((await visitor.push(options)) === 'pushed') this.#pushedManifests += 1;
    } finally {
      await visitor.leave?.();
    }
  }

  #isLeftOut({ mediaType, digest }: Descriptor): boolean {
    const isLeftOut = this.#foreignPolicy === 'skip' && isForeignLayerType(mediaType);
    if (isLeftOut) this.#foreignLayers.add(digest);
    return isLeftOut;
  }

  /** Announces blobs before the first of them moves, so that whoever watches knows how far it is. */
  #expect(blobs: readonly Descriptor[]): void {
    for (const { digest, size } of blobs) {
      if (this.#expected.has(digest)) continue;
      this.#expected.add(digest);
      this.#visitor.onExpected?.(size);
    }
  }

  async #visitBlob(
    blob: Descriptor,
    visitor: DocumentVisitor,
    options: CallOptions,
  ): Promise<void> {
    this.#bytes[await visitor.blob(blob, options)] += blob.size;
  }
}
