import type { ImageEntry, ImageSettings } from '../definition.ts';
import type { EntryLimit } from '../entry-limit.ts';
import type { Prefix } from '../naming/prefix.ts';
import { nameTarget } from '../naming/target-name.ts';
import type { Written } from '../references.ts';
import type { WrittenImage } from '../schema.ts';
import type { ImageDefaults } from './defaults.ts';
import { entriesFor } from './image-entries.ts';
import { type ImageWords, readWords } from './image-words.ts';
import { refuseUnmet } from './platforms.ts';
import { readSettings } from './read-settings.ts';
import type { Part } from './sections.ts';
import { readTargets } from './targets.ts';
import type { ReadContext } from './written-at.ts';

/** What an image is read against. */
export interface ImageContext extends ReadContext {
  readonly prefix: Prefix;
  readonly defaults: ImageDefaults;
  readonly limit: EntryLimit;
}

/** The entries for each target of an image, without those about which something is recorded. */
export function readImage(image: Part<WrittenImage>, context: ImageContext): readonly ImageEntry[] {
  const { defaults, findings, limit, prefix } = context;
  const { libraryNames = defaults.libraryNames, allowEmpty = defaults.allowEmpty } = image.content;
  const settings = settle(image, context);
  const words = readWords(image, context);
  const { reference } = words;
  const targets = targetsOf(image, words, context);
  const tags = words.tags?.kind === 'listed' ? words.tags.tags.length : 1;
  if (!limit.allows(targets.length * tags, words.source.place)) return [];

  return targets.flatMap(({ target, isOwn }) => {
    const name = nameTarget({ ...words, target, libraryNames }, prefix, findings);
    if (!name || !reference) return [];
    const { place } = target ?? words.source;
    const own = isOwn ? target : undefined;
    const aim = { words, name, target: own, place, tagTemplate: defaults.tagTemplate };
    return entriesFor(aim, reference, { findings, settings, allowEmpty });
  });
}

function settle(image: Part<WrittenImage>, context: ImageContext): ImageSettings {
  const { path, content } = image;
  const { amd64Only = content.amd64only } = content;
  const settings = {
    ...context.defaults.settings,
    ...readSettings(image, context),
    ...(amd64Only !== undefined && { amd64Only }),
  };
  // What the defaults alone contradict themselves in is recorded there.
  const key = content.requirePlatforms ? 'requirePlatforms' : 'platforms';
  if (content[key])
    refuseUnmet(settings, context.document.placeOf([...path, key]), context.findings);
  return settings;
}

interface Target {
  /** `undefined` where it is to follow from the source. */
  readonly target: Written | undefined;
  readonly isOwn: boolean;
}

/** Those of the defaults stand, for whoever reads of them, where the image does. */
function targetsOf(
  image: Part<WrittenImage>,
  { source: { place } }: ImageWords,
  context: ImageContext,
): readonly Target[] {
  const own = readTargets(image, context);
  if (own.length > 0) return own.map((target) => ({ target, isOwn: true }));
  const { targets } = context.defaults;
  if (targets === 'refused') return [];
  if (targets.length === 0) return [{ target: undefined, isOwn: false }];
  return targets.map(({ text }) => ({ target: { text, place }, isOwn: false }));
}
