import { isObject } from '../../oci/json.ts';
import { quoted } from '../../oci/quoted.ts';
import { formatReference } from '../../oci/reference.ts';
import type { ImageEntry, ImageSettings, NamedImage, SelectedImages } from '../definition.ts';
import { EntryLimit } from '../entry-limit.ts';
import type { Findings } from '../findings.ts';
import { type Written, withoutPin } from '../references.ts';
import type { Path } from '../yaml/located-value.ts';
import { type AliyunName, readAliyunName } from './name.ts';
import { pairNames } from './pairs.ts';
import { type AliyunSource, readSource } from './source.ts';
import { type AliyunTargetContext, readTargets } from './targets.ts';

/** What the images of a file in Aliyun's format are read against. */
export interface AliyunImagesContext extends AliyunTargetContext {
  /** Of every image: the format has none of its own. */
  readonly settings: ImageSettings;
}

/** The entries of the map at `path`, each once; those left out are recorded. */
export function readAliyunImages(path: Path, context: AliyunImagesContext): readonly ImageEntry[] {
  const { document, findings } = context;
  const images = document.find(path)?.value;
  const keys = isObject(images) ? Object.keys(images) : [];
  if (keys.length === 0) {
    const hint = 'write sources with their targets, such as busybox:1.36: registry.example/busybox';
    findings.refuse(document.placeOf(path), 'there is no image', hint);
  }
  const limit = new EntryLimit(findings);
  return withoutRepetitions(
    keys.flatMap((key) => readImages([...path, key], { ...context, limit })),
  );
}

function readImages(
  path: Path,
  context: AliyunImagesContext & { readonly limit: EntryLimit },
): readonly ImageEntry[] {
  const { document, findings, limit } = context;
  const place = document.find(path)?.keyPlace ?? document.placeOf(path);
  const source = readSource({ text: String(path.at(-1)), place }, findings);
  const lastPart = source?.repository.repository.split('/').at(-1) ?? '';
  const targets = readTargets(path, lastPart, context).flatMap((written) => {
    const name = readAliyunName(written, 'target', findings);
    return name ? [{ name, written }] : [];
  });
  if (!source || !limit.allows(targets.length * imagesOf(source), place)) return [];
  const entries =
    source.kind === 'named'
      ? nameImages(source, targets, context)
      : targets.flatMap((target) => selectImages(source, target, context));
  return entries.filter((entry) => !refuseItself(entry, findings));
}

interface Target {
  readonly name: AliyunName;
  readonly written: Written;
}

type Source<Kind> = Extract<AliyunSource, { kind: Kind }>;

function imagesOf(source: AliyunSource): number {
  return source.kind === 'named' ? Math.max(source.tags.length, 1) : 1;
}

/** One image after another with all of its targets, so that a source is read once. */
function nameImages(
  source: Source<'named'>,
  targets: readonly Target[],
  { findings, settings }: AliyunImagesContext,
): readonly NamedImage[] {
  const images = targets.map(({ name, written }) =>
    pairNames({ source, target: name, written }, findings).map(
      (pair): NamedImage => ({ kind: 'named', ...settings, ...pair, place: written.place }),
    ),
  );
  return Array.from({ length: imagesOf(source) }, (_, position) =>
    images.flatMap((ofTarget) => ofTarget[position] ?? []),
  ).flat();
}

function selectImages(
  { repository, selection }: Source<'selected'>,
  { name, written: { text, place } }: Target,
  { findings, settings }: AliyunImagesContext,
): readonly SelectedImages[] {
  if (name.tags.length > 0 || name.digest) {
    const hint = 'remove what follows the name, or name the tags of the source';
    findings.refuse(place, `target ${quoted(text)} is one image for many tags of its source`, hint);
    return [];
  }
  const names = { source: repository, target: name.repository };
  const entry = { kind: 'selected', ...settings, ...names, tags: selection, place } as const;
  return [{ ...entry, allowEmpty: false }];
}

function refuseItself({ source, target, place }: ImageEntry, findings: Findings): boolean {
  const name = formatReference(withoutPin(target));
  if (formatReference(withoutPin(source)) !== name) return false;
  const hint = 'name another registry, repository or tag as the target';
  findings.refuse(place, `${name} is source and target at once`, hint);
  return true;
}

/** The format is written by programs too, which repeat themselves: nothing to warn of. */
function withoutRepetitions(entries: readonly ImageEntry[]): readonly ImageEntry[] {
  const firsts = new Map<string, ImageEntry>();
  for (const entry of entries) {
    const { place, ...content } = entry;
    const key = JSON.stringify(content);
    if (!firsts.has(key)) firsts.set(key, entry);
  }
  return [...firsts.values()];
}
