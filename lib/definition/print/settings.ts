import type { ImageSettings } from '../definition.ts';
import { formatRecheck } from '../native/recheck.ts';
import type { WrittenImage } from '../schema.ts';
import { DEFAULT_SETTINGS } from '../settings.ts';

/** Settings as an image of the native format has them, those left out that hold anyway. */
export type WrittenSettings = Omit<WrittenImage, 'source' | 'target' | 'tag' | 'tags'>;

/** What an image has to say of its settings where the file has no `defaults`. */
export function writeSettings(settings: ImageSettings): WrittenSettings {
  return without(writeAll(settings), writeAll(DEFAULT_SETTINGS));
}

/** What is the same in all of `settings`, as far as `defaults` can say it. */
export function sharedSettings(settings: readonly WrittenSettings[]): WrittenSettings {
  const { amd64Only: _, ...first } = settings[0] ?? {};
  return pick(first, (key, value) => settings.every((other) => isSame(other[key], value)));
}

/** What is in `settings` and not in `others`, value by value. */
export function without(settings: WrittenSettings, others: WrittenSettings): WrittenSettings {
  return pick(settings, (key, value) => !isSame(value, others[key]));
}

function writeAll({
  platforms,
  requirePlatforms,
  referrersRecheckMs,
  onConflict,
  index,
  referrers,
  foreignLayers,
  amd64Only,
}: ImageSettings): WrittenSettings {
  return {
    ...(platforms && { platforms: [...platforms] }),
    ...(requirePlatforms && { requirePlatforms: [...requirePlatforms] }),
    index,
    onConflict,
    referrers:
      typeof referrers === 'boolean' ? referrers : { artifactTypes: [...referrers.artifactTypes] },
    referrersRecheck: formatRecheck(referrersRecheckMs),
    foreignLayers,
    amd64Only,
  };
}

function pick(
  settings: WrittenSettings,
  isWanted: (key: keyof WrittenSettings, value: unknown) => boolean,
): WrittenSettings {
  const keys = Object.keys(settings) as (keyof WrittenSettings)[];
  return Object.fromEntries(
    keys.flatMap((key) => (isWanted(key, settings[key]) ? [[key, settings[key]]] : [])),
  );
}

/** Lists and maps of the format have one spelling, in the order that they were written in. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
