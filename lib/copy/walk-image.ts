import type { CallOptions, ContentSource } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { InvalidManifestError } from '../oci/errors.ts';
import type { Document } from '../oci/manifest.ts';
import { isForeignLayerType } from '../oci/media-types.ts';
import { formatPlatform, isRunnable } from '../oci/platform.ts';
import { concurrently } from './concurrently.ts';
import type { BlobOutcome } from './copy-blob.ts';
import { at, copyError, NestedTooDeepError } from './errors.ts';
import { readPlatform } from './read-platform.ts';

/** What is done with the parts of an image, children before parents and each digest once. */
export interface ImageVisitor {
  blob(blob: Descriptor, options: CallOptions): Promise<BlobOutcome>;
  /** Called when everything that `document` names was visited, for all documents but the root. */
  child(document: Document, options: CallOptions): Promise<'present' | 'pushed'>;
  /** Told how many bytes more the image has, as manifests are read. */
  onExpected?: ((bytes: number) => void) | undefined;
}

/** What a walk found. Bytes count each blob once. */
export interface WalkedImage {
  readonly root: Document;
  readonly bytes: Readonly<Record<BlobOutcome, number>>;
  /** Manifests below the root that the target lacked, as far as the visitor looked. */
  readonly pushedManifests: number;
  /** What the image runs on, formatted; empty for an artifact. */
  readonly platforms: readonly string[];
  /** Layers that their publisher forbids to redistribute; they stay where their `urls` say. */
  readonly foreignLayers: number;
}

/** Publishers nest once, for example an index of indexes for attestations; the specification sets no limit. */
const DEEPEST_NESTING = 8;

/** In flight for one image; the slots of the registries decide how many of them really run. */
const MANIFESTS_AT_A_TIME = 4;

/** Of one manifest, as many as go-containerregistry and the tools on it move. More share the same link, and the processor's cache. */
const BLOBS_AT_A_TIME = 4;

/** Visits everything that `root` reaches at `source`. */
export async function walkImage(
  source: ContentSource,
  root: Digest,
  visitor: ImageVisitor,
  options: CallOptions = {},
): Promise<WalkedImage> {
  return await new Walk(source, visitor).start(root, options);
}

class Walk {
  readonly #source: ContentSource;
  readonly #visitor: ImageVisitor;
  // A promise a digest: whoever meets it later waits for the first. Content cannot
  // contain its own digest, so no promise waits for itself.
  readonly #manifests = new Map<Digest, Promise<void>>();
  readonly #blobs = new Map<Digest, Promise<void>>();
  readonly #bytes: Record<BlobOutcome, number> = { present: 0, mounted: 0, uploaded: 0 };
  readonly #platforms = new Set<string>();
  readonly #expected = new Set<Digest>();
  #pushedManifests = 0;
  readonly #foreignLayers = new Set<Digest>();

  constructor(source: ContentSource, visitor: ImageVisitor) {
    this.#source = source;
    this.#visitor = visitor;
  }

  async start(digest: Digest, options: CallOptions): Promise<WalkedImage> {
    const root = await this.#fetch(digest, options);
    await this.#visitContent(root, 0, options);
    const own = await at(
      'source',
      'reading the config',
      (call) => readPlatform(this.#source, root, call),
      options,
    );
    if (own) this.#platforms.add(formatPlatform(own));
    return {
      root,
      bytes: this.#bytes,
      pushedManifests: this.#pushedManifests,
      platforms: [...this.#platforms],
      foreignLayers: this.#foreignLayers.size,
    };
  }

  async #visitContent(document: Document, depth: number, options: CallOptions): Promise<void> {
    const blobs = document.blobs.filter((blob) => !this.#isForeign(blob));
    this.#expect(blobs);
    await concurrently(
      document.manifests,
      (child, call) =>
        once(this.#manifests, child.digest, () => this.#visitChild(child, depth + 1, call)),
      { ...options, limit: MANIFESTS_AT_A_TIME },
    );
    await concurrently(
      blobs,
      (blob, call) => once(this.#blobs, blob.digest, () => this.#visitBlob(blob, call)),
      { ...options, limit: BLOBS_AT_A_TIME },
    );
  }

  async #visitChild(child: Descriptor, depth: number, options: CallOptions): Promise<void> {
    const { platform } = child;
    if (platform && isRunnable(platform)) this.#platforms.add(formatPlatform(platform));
    refuseDepth(depth);
    const document = await this.#fetch(child.digest, options);
    refuseOtherSize(child, document);
    await this.#visitContent(document, depth, options);
    if ((await this.#visitor.child(document, options)) === 'pushed') this.#pushedManifests += 1;
  }

  #isForeign({ mediaType, digest }: Descriptor): boolean {
    const isForeign = isForeignLayerType(mediaType);
    if (isForeign) this.#foreignLayers.add(digest);
    return isForeign;
  }

  /** Announces blobs before the first of them moves, so that whoever watches knows how far it is. */
  #expect(blobs: readonly Descriptor[]): void {
    for (const { digest, size } of blobs) {
      if (this.#expected.has(digest)) continue;
      this.#expected.add(digest);
      this.#visitor.onExpected?.(size);
    }
  }

  async #visitBlob(blob: Descriptor, options: CallOptions): Promise<void> {
    this.#bytes[await this.#visitor.blob(blob, options)] += blob.size;
  }

  #fetch(digest: Digest, options: CallOptions): Promise<Document> {
    return at(
      'source',
      `reading the manifest ${digest}`,
      (call) => this.#source.fetchManifest(digest, call),
      options,
    );
  }
}

function refuseDepth(depth: number): void {
  if (depth <= DEEPEST_NESTING) return;
  throw copyError('source', 'reading indexes', new NestedTooDeepError(DEEPEST_NESTING));
}

/** Both are proven by digest, so what disagrees was published that way. */
function refuseOtherSize({ digest, size }: Descriptor, { bytes }: Document): void {
  if (bytes.byteLength === size) return;
  const wrong = new InvalidManifestError(
    `an index gives ${digest} ${size} bytes, it has ${bytes.byteLength}`,
  );
  throw copyError('source', `reading the manifest ${digest}`, wrong);
}

function once(
  done: Map<Digest, Promise<void>>,
  digest: Digest,
  visit: () => Promise<void>,
): Promise<void> {
  const known = done.get(digest) ?? visit();
  done.set(digest, known);
  return known;
}
