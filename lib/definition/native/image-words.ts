import { quoted } from '../../oci/quoted.ts';
import { isTag, type Reference, TAG_RULE } from '../../oci/reference.ts';
import { readTagTemplate } from '../naming/tag-template.ts';
import { hasPlaceholder } from '../naming/template.ts';
import { readReference, type Written } from '../references.ts';
import type { WrittenImage } from '../schema.ts';
import type { Part } from './sections.ts';
import { readSourceTags, type SourceTags } from './source-tags.ts';
import { type ReadContext, writtenAt } from './written-at.ts';

/** What an image says of names, apart from its targets. */
export interface ImageWords {
  readonly source: Written;
  /** `undefined` where the source is no reference, which is recorded. */
  readonly reference: Reference | undefined;
  /** `undefined` where they are wrong, which is recorded. */
  readonly tags: SourceTags | undefined;
  /** The tag of its targets, or a template of it, with the key that it stands under. */
  readonly targetTag: (Written & { readonly key: 'tag' | 'tagTemplate' }) | undefined;
}

/** Reads the names of an image, each mistake recorded where it stands. */
export function readWords(image: Part<WrittenImage>, context: ReadContext): ImageWords {
  const { path, content } = image;
  const source = writtenAt([...path, 'source'], content.source, context);
  const reference = readReference(source, 'source', context.findings);
  const tags = readSourceTags({ path: [...path, 'tags'], content: content.tags }, context);
  if (content.tags !== undefined) refuseNamed(source, reference, context);
  return {
    source,
    reference,
    tags,
    targetTag: readTag(image, context) ?? readTemplate(image, context),
  };
}

/** With `tags`, the source has no tag or digest of its own. */
function refuseNamed(
  { text, place }: Written,
  reference: Reference | undefined,
  { findings }: ReadContext,
): void {
  const own = reference?.digest ?? reference?.tag;
  if (own === undefined) return;
  const part = reference?.digest ? 'digest' : 'tag';
  const message = `${quoted(text)} has a ${part}, and tags names others`;
  findings.refuse(place, message, `write the source without its ${part}, or remove tags`);
}

function readTag(
  { path, content }: Part<WrittenImage>,
  context: ReadContext,
): ImageWords['targetTag'] {
  if (content.tag === undefined) return undefined;
  const tag = writtenAt([...path, 'tag'], content.tag, context);
  if (!isTag(tag.text)) {
    const hint = hasPlaceholder(tag.text, 'tag') ? 'write tagTemplate in place of tag' : TAG_RULE;
    context.findings.refuse(tag.place, `${quoted(tag.text)} is not a tag`, hint);
  }
  return { ...tag, key: 'tag' };
}

function readTemplate(
  { path, content }: Part<WrittenImage>,
  context: ReadContext,
): ImageWords['targetTag'] {
  if (content.tagTemplate === undefined) return undefined;
  const template = writtenAt([...path, 'tagTemplate'], content.tagTemplate, context);
  const isSound = readTagTemplate(template, context.findings) !== undefined;
  return isSound ? { ...template, key: 'tagTemplate' } : undefined;
}
