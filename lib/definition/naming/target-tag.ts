import { quoted } from '../../oci/quoted.ts';
import { formatReference, isTag, type Reference, TAG_RULE, type Tag } from '../../oci/reference.ts';
import type { Place } from '../errors.ts';
import type { Findings } from '../findings.ts';
import type { ImageWords } from '../native/image-words.ts';
import type { Written } from '../references.ts';
import type { TargetName } from './target-name.ts';
import { fill, hasPlaceholder } from './template.ts';

/** One target of an image, of which all names are read. */
export interface Aim {
  readonly words: ImageWords;
  readonly name: TargetName;
  /** The target in the image's own words; absent where it follows from the source or the defaults. */
  readonly target: Written | undefined;
  /** Where the image, or this target of it, stands. */
  readonly place: Place;
  /** The template of the defaults, which comes after all others. */
  readonly tagTemplate: string | undefined;
}

/**
 * How the target's tag follows from the source's, which is `${tag}` in it: the image's own tag or
 * template, else the tag of the target, else the template of the defaults, else the same tag.
 *
 * `undefined` after recording that two of the image's own words contradict each other.
 */
export function templateOf(aim: Aim, findings: Findings): string | undefined {
  const { words, name, target, tagTemplate = `\${tag}` } = aim;
  const { targetTag } = words;
  const isNamed = name.tag !== undefined || name.digest !== undefined;
  if (!targetTag || !target || !isNamed) return targetTag?.text ?? name.tag ?? tagTemplate;
  const both = `${targetTag.key} ${quoted(targetTag.text)} and target ${quoted(target.text)}`;
  if (name.digest) {
    const hint = `remove ${targetTag.key}, or write a target without a digest`;
    findings.refuse(target.place, `${both} exclude each other`, hint);
  } else {
    findings.refuse(target.place, `${both} both name a tag`, 'remove one of the two tags');
  }
  return undefined;
}

/** Records that one tag is named for several images, as a template without `${tag}` does. */
export function refuseFixed(template: string, { target, place }: Aim, findings: Findings): boolean {
  if (hasPlaceholder(template, 'tag')) return false;
  const who = target ? `target ${quoted(target.text)}` : 'target of the defaults';
  const hint = `write \${tag} in the tag of the target, or a target without a tag`;
  findings.refuse(place, `${who} has one tag for all that tags names`, hint);
  return true;
}

/** The tag that `template` makes for `source`, or `undefined` after recording that it makes none. */
export function tagFor(
  source: Reference,
  template: string,
  { words, place }: Aim,
  findings: Findings,
): Tag | undefined {
  const { tag } = source;
  // A tag in so many words is judged where it stands.
  if (!hasPlaceholder(template, 'tag')) return template;
  if (tag === undefined) {
    const hint = 'add tag: with the name that the image shall have in the target';
    findings.refuse(place, `${quoted(words.source.text)} has a digest and no tag`, hint);
    return undefined;
  }
  const made = fill(template, { tag });
  if (isTag(made)) return made;
  const message = `${formatReference(source)} would get the tag ${quoted(made)}, which is none`;
  findings.refuse(place, message, TAG_RULE);
  return undefined;
}
