import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import { formatPlatform, type Platform } from '../oci/platform.ts';
import { matchesPlatform, parsePlatformSelector } from '../oci/platform-selector.ts';
import { lacking, noneChosen, notSingle } from './platform-errors.ts';
import { type Choice, Pruning } from './prune-index.ts';
import type { SurveyedImage, SurveyedIndex } from './survey-image.ts';

/** Which platforms of an image are wanted, and in which form. */
export interface PlatformFilter {
  /** Selectors of what is kept, as {@link parsePlatformSelector} reads them; absent for everything. */
  readonly platforms?: readonly string[];
  /** Selectors, each of which something that is kept must match. */
  readonly requirePlatforms?: readonly string[];
  /** Whether the index stays, or the one manifest that is kept of it takes its place. */
  readonly index: 'keep' | 'single';
}

/** What of an image is kept, and under which root. */
export interface ChosenParts {
  readonly root: Digest;
  /** Indexes in a new form. */
  readonly documents: ReadonlyMap<Digest, Document>;
  readonly removed: readonly Descriptor[];
  /** Formatted, each once. */
  readonly platforms: readonly string[];
}

/** Parts of which it is still open whether they are enough. */
interface KeptParts extends Omit<ChosenParts, 'platforms'> {
  /** Of each runnable manifest, in the order of the indexes. */
  readonly platforms: readonly Platform[];
  readonly runnable: readonly Digest[];
}

/** Applies `filter` to an image and throws a {@link PlatformError} where it cannot be met. */
export function chooseParts(
  image: SurveyedImage,
  { platforms, requirePlatforms = [], index }: PlatformFilter,
): ChosenParts {
  const runs = image.platforms.size > 0;
  const kept = keep(image, platforms && runs ? choiceOf(platforms) : () => true);
  if (platforms && runs && kept.runnable.length === 0) {
    throw noneChosen(platforms, [...image.platforms]);
  }
  refuseLack(requirePlatforms, kept.platforms);
  return {
    ...(index === 'single' && image.root.kind === 'index' ? single(image, kept) : kept),
    platforms: formatted(kept.platforms),
  };
}

function choiceOf(platforms: readonly string[]): Choice {
  const selectors = platforms.map(parsePlatformSelector);
  return (platform) => selectors.some((selector) => matchesPlatform(selector, platform));
}

function keep({ digest, root }: SurveyedImage, isChosen: Choice): KeptParts {
  if (root.kind === 'index') return keepOfIndex(root, isChosen);
  const isKept = root.platform !== undefined && isChosen(root.platform);
  return {
    root: digest,
    documents: new Map(),
    removed: [],
    platforms: root.platform && isKept ? [root.platform] : [],
    runnable: isKept ? [digest] : [],
  };
}

function keepOfIndex(index: SurveyedIndex, isChosen: Choice): KeptParts {
  const pruning = new Pruning(isChosen);
  const root = pruning.prune(index) ?? index.document;
  return {
    root: root.digest,
    documents: pruning.documents,
    removed: pruning.removed,
    platforms: pruning.platforms,
    runnable: [...pruning.runnable],
  };
}

function refuseLack(required: readonly string[], platforms: readonly Platform[]): void {
  const missing = required.filter((text) => {
    const selector = parsePlatformSelector(text);
    return !platforms.some((platform) => matchesPlatform(selector, platform));
  });
  if (missing.length > 0) throw lacking(missing, formatted(platforms));
}

/** Puts the one manifest that runs in the place of the index, without anything that stood beside it. */
function single(
  { entries }: SurveyedImage,
  { runnable, platforms }: KeptParts,
): Omit<ChosenParts, 'platforms'> {
  const [root, ...others] = runnable;
  if (root === undefined || others.length > 0) throw notSingle(formatted(platforms));
  const removed = [...entries.values()].filter(({ digest }) => digest !== root);
  return { root, documents: new Map(), removed };
}

function formatted(platforms: readonly Platform[]): readonly string[] {
  return [...new Set(platforms.map(formatPlatform))];
}
