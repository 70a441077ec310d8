import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import { filterIndex, type Verdict } from '../oci/index-filter.ts';
import type { Document } from '../oci/manifest.ts';
import type { Platform } from '../oci/platform.ts';
import type { Surveyed, SurveyedIndex } from './survey-image.ts';

/** Says whether content stays that runs on `platform`; what runs nowhere stays unasked. */
export type Choice = (platform: Platform) => boolean;

/** Leaves out of an index, and of those within it, what was not chosen; each index once. */
export class Pruning {
  readonly #isChosen: Choice;
  readonly #verdicts = new Map<Digest, Verdict>();
  readonly #kept = new Set<Digest>();
  readonly #removed = new Map<Digest, Descriptor>();
  /** Indexes in their new form. */
  readonly documents = new Map<Digest, Document>();
  /** Manifests that stay and run somewhere. */
  readonly runnable = new Set<Digest>();
  /** What they run on, in the order of the indexes. */
  readonly platforms: Platform[] = [];

  constructor(isChosen: Choice) {
    this.#isChosen = isChosen;
  }

  /** Entries that are nowhere in the image any more, or not as they were. */
  get removed(): readonly Descriptor[] {
    return [...this.#removed.values()].filter(({ digest }) => !this.#kept.has(digest));
  }

  /** The index with what stays of it; `undefined` where nothing does. */
  prune({ document, entries }: SurveyedIndex): Document | undefined {
    const filtered = filterIndex(document, (entry) => this.#verdictOn(entry, entries.get(entry)));
    const removed = new Set(filtered.removed);
    const kept = document.manifests.filter((entry) => !removed.has(entry));
    for (const entry of removed) this.#removed.set(entry.digest, entry);
    for (const { digest } of kept) this.#kept.add(digest);
    if (filtered.document.manifests.length === 0 && removed.size > 0) return undefined;
    if (removed.size > 0) this.documents.set(filtered.document.digest, filtered.document);
    return filtered.document;
  }

  #verdictOn(entry: Descriptor, surveyed: Surveyed | undefined): Verdict {
    if (surveyed?.kind === 'index') return this.#verdictOnIndex(entry, surveyed);
    const platform = surveyed?.platform;
    if (!platform) return 'keep';
    if (!this.#isChosen(platform)) return 'remove';
    this.runnable.add(entry.digest);
    this.platforms.push(platform);
    return 'keep';
  }

  #verdictOnIndex({ digest }: Descriptor, index: SurveyedIndex): Verdict {
    const known = this.#verdicts.get(digest);
    if (known) return known;
    const pruned = this.prune(index) ?? 'remove';
    const verdict = pruned === index.document ? 'keep' : pruned;
    this.#verdicts.set(digest, verdict);
    return verdict;
  }
}
