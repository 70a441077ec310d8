import type { CallOptions, ContentSource } from '../content/ports.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { attestedBy } from '../oci/index-filter.ts';
import type { Document } from '../oci/manifest.ts';
import { isIndexType } from '../oci/media-types.ts';
import { formatPlatform, isRunnable, type Platform } from '../oci/platform.ts';
import { concurrently } from './concurrently.ts';
import { at } from './errors.ts';
import { fetchChild, fetchDocument } from './fetch-document.ts';
import { once } from './once.ts';
import { readPlatform } from './read-platform.ts';

/** What a manifest runs on, or an index with what is known of each of its entries. */
export type Surveyed = SurveyedManifest | SurveyedIndex;

export interface SurveyedManifest {
  readonly kind: 'manifest';
  /** Absent for what runs nowhere: an artifact, an attestation. */
  readonly platform?: Platform;
}

export interface SurveyedIndex {
  readonly kind: 'index';
  readonly document: Document;
  readonly entries: ReadonlyMap<Descriptor, Surveyed>;
}

/** An image with all that a filter has to know of it. */
export interface SurveyedImage {
  readonly digest: Digest;
  readonly root: Surveyed;
  /** Every document that was read. */
  readonly documents: ReadonlyMap<Digest, Document>;
  /** Entries of all indexes, each manifest once. */
  readonly entries: ReadonlyMap<Digest, Descriptor>;
  /** Everything that the image runs on, formatted. */
  readonly platforms: ReadonlySet<string>;
}

const ENTRIES_AT_A_TIME = 4;

/**
 * Finds out what the parts of an image run on. Documents are read only where the index
 * above them does not say it: nested indexes, and entries without a platform or with half of one.
 */
export async function surveyImage(
  source: ContentSource,
  digest: Digest,
  options: CallOptions,
): Promise<SurveyedImage> {
  return await new Survey(source).start(digest, options);
}

class Survey {
  readonly #source: ContentSource;
  readonly #read = new Map<Digest, Promise<Surveyed>>();
  readonly #documents = new Map<Digest, Document>();
  readonly #entries = new Map<Digest, Descriptor>();
  readonly #platforms = new Set<string>();

  constructor(source: ContentSource) {
    this.#source = source;
  }

  async start(digest: Digest, options: CallOptions): Promise<SurveyedImage> {
    const document = await fetchDocument(this.#source, digest, options);
    const root = await this.#document(document, 0, options);
    this.#note(root);
    return {
      digest,
      root,
      documents: this.#documents,
      entries: this.#entries,
      platforms: this.#platforms,
    };
  }

  async #document(document: Document, depth: number, options: CallOptions): Promise<Surveyed> {
    this.#documents.set(document.digest, document);
    if (isIndexType(document.mediaType)) return await this.#index(document, depth, options);
    const read = (call: CallOptions) => readPlatform(this.#source, document, call);
    return manifestOn(await at('source', 'reading the config', read, options));
  }

  async #index(document: Document, depth: number, options: CallOptions): Promise<SurveyedIndex> {
    const entries = new Map<Descriptor, Surveyed>();
    await concurrently(
      document.manifests,
      async (entry, call) => {
        const surveyed = await this.#entry(entry, depth + 1, call);
        this.#note(surveyed);
        entries.set(entry, surveyed);
      },
      { ...options, limit: ENTRIES_AT_A_TIME },
    );
    return { kind: 'index', document, entries };
  }

  async #entry(entry: Descriptor, depth: number, options: CallOptions): Promise<Surveyed> {
    const { digest, mediaType, platform } = entry;
    this.#entries.set(digest, entry);
    if (attestedBy(entry) !== undefined) return { kind: 'manifest' };
    if (platform && isWhole(platform) && !isIndexType(mediaType)) return manifestOn(platform);
    const surveyed = await once(this.#read, digest, async () => {
      const document = await fetchChild(this.#source, entry, { ...options, depth });
      return await this.#document(document, depth, options);
    });
    if (surveyed.kind === 'index' || !platform) return surveyed;
    return manifestOn({ ...surveyed.platform, ...platform, ...lackingOf(platform, surveyed) });
  }

  #note(surveyed: Surveyed): void {
    if (surveyed.kind === 'index' || !surveyed.platform) return;
    this.#platforms.add(formatPlatform(surveyed.platform));
  }
}

function manifestOn(platform: Platform | undefined): SurveyedManifest {
  return platform && isRunnable(platform) ? { kind: 'manifest', platform } : { kind: 'manifest' };
}

function isWhole({ os, architecture }: Platform): boolean {
  return os !== 'unknown' && architecture !== 'unknown';
}

/** What an entry does not say and the manifest's own config does. */
function lackingOf(
  { os, architecture }: Platform,
  { platform: own }: SurveyedManifest,
): Pick<Platform, 'os' | 'architecture'> {
  return {
    os: os === 'unknown' && own ? own.os : os,
    architecture: architecture === 'unknown' && own ? own.architecture : architecture,
  };
}
