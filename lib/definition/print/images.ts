import { formatReference, isLayout, type Reference } from '../../oci/reference.ts';
import { isHost } from '../../oci/registry-host.ts';
import type { ImageEntry, SelectedImages, TagPattern } from '../definition.ts';
import type { WrittenTags } from '../schema/tags-schema.ts';
import type { WrittenDefaults, WrittenImage } from '../schema.ts';
import { sharedSettings, without, writeSettings } from './settings.ts';

/** The sections of the native format that speak of images. */
export interface WrittenImages {
  readonly defaults?: WrittenDefaults;
  readonly images: readonly WrittenImage[];
}

/**
 * Entries as the native format has them, settings that all share in `defaults`.
 *
 * Targets on `prefixRegistry` are written without it. Neighbours that differ in
 * their target alone are one image with several.
 */
export function writeImages(
  entries: readonly ImageEntry[],
  prefixRegistry: string | undefined,
): WrittenImages {
  const written = entries.map((entry) => ({ entry, settings: writeSettings(entry) }));
  const defaults = sharedSettings(written.map(({ settings }) => settings));
  const images = written.map(({ entry, settings }) => ({
    ...namesOf(entry),
    target: relativeTo(prefixRegistry, entry.target),
    ...without(settings, defaults),
  }));
  return {
    ...(Object.keys(defaults).length > 0 && { defaults }),
    images: withTargetsTogether(images),
  };
}

type OneTarget = Omit<WrittenImage, 'target'> & { readonly target: string };

function withTargetsTogether(images: readonly OneTarget[]): readonly WrittenImage[] {
  const groups: { key: string; image: OneTarget; targets: string[] }[] = [];
  for (const image of images) {
    const key = JSON.stringify({ ...image, target: null });
    const last = groups.at(-1);
    if (last?.key === key) last.targets.push(image.target);
    else groups.push({ key, image, targets: [image.target] });
  }
  return groups.map(({ image, targets }) =>
    targets.length === 1 ? image : { ...image, target: targets },
  );
}

function namesOf(
  entry: ImageEntry,
): Pick<WrittenImage, 'source' | 'tags' | 'tagTemplate' | 'allowEmpty'> {
  const source = formatReference(entry.source);
  if (entry.kind === 'named') return { source };
  const { tagTemplate, allowEmpty } = entry;
  return {
    source,
    tags: tagsOf(entry),
    ...(tagTemplate !== undefined && { tagTemplate }),
    ...(allowEmpty && { allowEmpty }),
  };
}

function tagsOf({ tags: { include, exclude, semver, latest } }: SelectedImages): WrittenTags {
  const selection = {
    ...(include && { include: include.map(writePattern) }),
    ...(exclude.length > 0 && { exclude: exclude.map(writePattern) }),
    ...(semver && { semver: semver.range }),
    ...(semver?.prerelease && { prerelease: true }),
    ...(latest !== undefined && { latest }),
  };
  const [only, ...others] = Object.keys(selection);
  if (only === undefined) return 'all';
  return selection.include && others.length === 0 ? selection.include : selection;
}

function writePattern({ kind, text }: TagPattern): string {
  return kind === 'regex' ? `/${text}/` : text;
}

/** A folder is named as a whole, and so is what would look like a registry after the prefix. */
function relativeTo(prefixRegistry: string | undefined, target: Reference): string {
  const whole = formatReference(target);
  const [first = ''] = target.repository.split('/');
  if (target.registry !== prefixRegistry || isLayout(target) || isHost(first)) return whole;
  return whole.slice(prefixRegistry.length + 1);
}
