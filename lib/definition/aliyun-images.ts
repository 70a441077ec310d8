import { isObject } from '../oci/json.ts';
import { formatReference, type Reference } from '../oci/reference.ts';
import { type AliyunName, readAliyunName } from './aliyun-name.ts';
import { pairNames } from './aliyun-pairs.ts';
import { type AliyunSource, readSource } from './aliyun-source.ts';
import { type AliyunTargetContext, readTargets } from './aliyun-targets.ts';
import type { ImageEntry, ImageSettings, NamedImage, SelectedImages } from './definition.ts';
import type { Findings } from './findings.ts';
import type { Path } from './located-value.ts';
import type { Written } from './references.ts';
import { quoted } from './spelling.ts';

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
  return withoutRepetitions(keys.flatMap((key) => readImages([...path, key], context)));
}

function readImages(path: Path, context: AliyunImagesContext): readonly ImageEntry[] {
  const { document, findings } = context;
  const place = document.find(path)?.keyPlace ?? document.placeOf(path);
  const source = readSource({ text: String(path.at(-1)), place }, findings);
  const lastPart = source?.repository.repository.split('/').at(-1) ?? '';
  const targets = readTargets(path, lastPart, context).flatMap((written) => {
    const name = readAliyunName(written, 'target', findings);
    return name ? [{ name, written }] : [];
  });
  if (!source) return [];
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
  const most = Math.max(source.tags.length, 1);
  return Array.from({ length: most }, (_, position) =>
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
  const name = nameOf(target);
  if (nameOf(source) !== name) return false;
  const hint = 'name another registry, repository or tag as the target';
  findings.refuse(place, `${name} is source and target at once`, hint);
  return true;
}

/** A digest beside a tag only says what the tag is expected to be. */
function nameOf({ digest, ...name }: Reference): string {
  return formatReference(name.tag === undefined && digest ? { ...name, digest } : name);
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
