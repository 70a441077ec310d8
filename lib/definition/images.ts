import { formatReference, isTag, type Reference, TAG_RULE } from '../oci/reference.ts';
import type { ImageEntry } from './definition.ts';
import type { Findings } from './findings.ts';
import type { LocatedDocument, Path } from './located-value.ts';
import type { Prefix } from './prefix.ts';
import { readReference, type Written } from './references.ts';
import type { OnConflict, WrittenImage } from './schema.ts';
import type { Part } from './sections.ts';
import { quoted } from './spelling.ts';
import { nameTarget } from './target-name.ts';

/** What an image is read against. */
export interface ImageContext {
  readonly document: LocatedDocument;
  readonly findings: Findings;
  readonly prefix: Prefix;
  /** The policy of images that name none. Default: fail. */
  readonly onConflict?: OnConflict | undefined;
}

/** One entry for each target of an image, those left out about which something is recorded. */
export function readImage(image: Part<WrittenImage>, context: ImageContext): readonly ImageEntry[] {
  const { findings, onConflict: byDefault = 'fail', prefix } = context;
  const { amd64Only, amd64only, onConflict = byDefault } = image.content;
  const source = writtenAt([...image.path, 'source'], image.content.source, context);
  const reference = readReference(source, 'source', findings);
  const tag = readTag(image, context);

  return targetsOf(image, context).flatMap((target) => {
    const named = nameTarget({ source, reference, tag, target }, prefix, findings);
    if (!named || !reference) return [];
    const { place } = target ?? source;
    const entry = { source: withTag(reference), target: named, onConflict, place };
    if (refuseItself(entry, findings)) return [];
    return [{ ...entry, amd64Only: amd64Only ?? amd64only ?? false }];
  });
}

function writtenAt(path: Path, text: string, { document }: ImageContext): Written {
  return { text, place: document.placeOf(path) };
}

function readTag(
  { path, content }: Part<WrittenImage>,
  context: ImageContext,
): Written | undefined {
  if (content.tag === undefined) return undefined;
  const tag = writtenAt([...path, 'tag'], content.tag, context);
  if (!isTag(tag.text)) {
    context.findings.refuse(tag.place, `${quoted(tag.text)} is not a tag`, TAG_RULE);
  }
  return tag;
}

/** A single `undefined` where the target is to follow from the source. */
function targetsOf(
  { path, content: { target } }: Part<WrittenImage>,
  context: ImageContext,
): readonly (Written | undefined)[] {
  if (target === undefined) return [undefined];
  if (typeof target === 'string') return [writtenAt([...path, 'target'], target, context)];
  return target.map((text, index) => writtenAt([...path, 'target', index], text, context));
}

function withTag(reference: Reference): Reference {
  return reference.tag || reference.digest ? reference : { ...reference, tag: 'latest' };
}

function refuseItself(
  { source, target, place }: Omit<ImageEntry, 'amd64Only'>,
  findings: Findings,
): boolean {
  const { digest, ...name } = source;
  if (formatReference(name) !== formatReference(target)) return false;
  findings.refuse(
    place,
    `${formatReference(target)} is source and target at once`,
    'name another registry, repository or tag in target: or targetRepoPrefix:',
  );
  return true;
}
