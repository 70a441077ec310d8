import type { Reference, Tag } from '../oci/reference.ts';
import { isHost } from '../oci/registry-host.ts';
import type { TaggedReference } from './definition.ts';
import type { Findings } from './findings.ts';
import type { Prefix } from './prefix.ts';
import { readReference, type Written } from './references.ts';
import { quoted } from './spelling.ts';

/** What an image of the definition says that its target follows from. */
export interface TargetWords {
  readonly source: Written;
  /** `undefined` where the source is no reference, which is recorded. */
  readonly reference: Reference | undefined;
  readonly tag: Written | undefined;
  readonly target: Written | undefined;
}

/**
 * The target of an image: its own words where it has some, else prefix and source as written.
 *
 * Its tag is `tag`, else that of the target, else that of the source, else
 * `latest`. Returns `undefined` after recording why there is no such target.
 */
export function nameTarget(
  words: TargetWords,
  prefix: Prefix,
  findings: Findings,
): TaggedReference | undefined {
  const name = words.target
    ? nameAsWritten(words.target, prefix, findings)
    : nameAfterSource(words, prefix, findings);
  const tag = tagFor(words, name, findings);
  return name && tag !== undefined ? { ...name, tag } : undefined;
}

function nameAsWritten(target: Written, prefix: Prefix, findings: Findings): Reference | undefined {
  const { text, place } = target;
  const slash = text.indexOf('/');
  const stands = slash !== -1 && isHost(text.slice(0, slash));
  const whole = stands ? target : prefixed(target, prefix, findings);
  const name = whole && readReference(whole, 'target', findings);
  if (name?.digest === undefined) return name;
  const hint = 'write a name and a tag: the digest follows from the source';
  findings.refuse(place, `target ${quoted(text)} has a digest`, hint);
  return undefined;
}

function nameAfterSource(
  words: TargetWords,
  prefix: Prefix,
  findings: Findings,
): Reference | undefined {
  const { source, reference } = words;
  if (reference === undefined) return undefined;
  const name = withoutTagAndDigest(source.text, reference);
  if (name.includes(':')) {
    findings.refuse(
      source.place,
      `${quoted(name)} cannot be part of a target name: a colon stands before ports and tags only`,
      `add target: with a name of its own, such as target: ${reference.repository}`,
    );
    return undefined;
  }
  const whole = prefixed({ ...source, text: name }, prefix, findings);
  return whole && readReference(whole, 'target', findings);
}

/** Docker Hub's short names stay short in the target, so the text counts and not what it means. */
function withoutTagAndDigest(text: string, { tag, digest }: Reference): string {
  const suffix = `${tag === undefined ? '' : `:${tag}`}${digest ? `@${digest}` : ''}`;
  return text.slice(0, text.length - suffix.length);
}

function prefixed(written: Written, prefix: Prefix, findings: Findings): Written | undefined {
  if (prefix.kind === 'given') return { ...written, text: `${prefix.text}${written.text}` };
  if (prefix.kind === 'missing') {
    findings.refuse(
      written.place,
      `no targetRepoPrefix to put before ${quoted(written.text)}`,
      'add targetRepoPrefix: to the file, give --target-repo-prefix, or write target: with a registry',
    );
  }
  return undefined;
}

function tagFor(
  words: TargetWords,
  name: Reference | undefined,
  findings: Findings,
): Tag | undefined {
  const { source, reference, tag, target } = words;
  if (tag && target && name?.tag !== undefined) {
    const message = `tag ${quoted(tag.text)} and target ${quoted(target.text)} both name a tag`;
    findings.refuse(target.place, message, 'remove one of the two tags');
    return undefined;
  }
  const chosen = tag?.text ?? name?.tag ?? reference?.tag;
  if (chosen !== undefined) return chosen;
  // A target that could not be read may well have had a tag.
  if (!reference?.digest || (target && !name)) return 'latest';
  const { place } = target ?? source;
  const hint = 'add tag: with the name that the image shall have in the target';
  findings.refuse(place, `${quoted(source.text)} has a digest and no tag`, hint);
  return undefined;
}
