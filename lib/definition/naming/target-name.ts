import type { Digest } from '../../oci/digest.ts';
import { quoted } from '../../oci/quoted.ts';
import { isLayout, type Reference, type RepositoryName } from '../../oci/reference.ts';
import type { Findings } from '../findings.ts';
import { readReference, type Written } from '../references.ts';
import type { Prefix } from './prefix.ts';
import { fillTarget } from './target-template.ts';

/** Where an image goes, as far as its target alone decides it. */
export interface TargetName extends RepositoryName {
  /** May hold `${tag}`; absent where the target names no tag. */
  readonly tag?: string;
  /** The source's own: the image is copied by digest, without a tag. */
  readonly digest?: Digest;
}

/** What an image of the definition says that its target follows from. */
export interface TargetWords {
  readonly source: Written;
  /** `undefined` where the source is no reference, which is recorded. */
  readonly reference: Reference | undefined;
  /** Where `undefined`, the target is prefix and source as written. */
  readonly target: Written | undefined;
  /** Whether a source of one part goes below `library/`. */
  readonly libraryNames: boolean;
}

/**
 * The target of an image: its own words where it has some, else prefix and source as written.
 *
 * Returns `undefined` after recording why there is no such target.
 */
export function nameTarget(
  words: TargetWords,
  prefix: Prefix,
  findings: Findings,
): TargetName | undefined {
  return words.target
    ? nameAsWritten(words.target, words.reference, { prefix, findings })
    : nameAfterSource(words, prefix, findings);
}

interface Naming {
  readonly prefix: Prefix;
  readonly findings: Findings;
}

function nameAsWritten(
  target: Written,
  reference: Reference | undefined,
  { prefix, findings }: Naming,
): TargetName | undefined {
  const filled = fillTarget(target, reference, findings);
  if (!filled) return undefined;
  const whole = filled.stands ? filled.base : prefixed(filled.base, prefix, findings);
  const name = whole && readReference(whole, 'target', findings);
  if (!name) return undefined;
  if (name.digest === undefined) return { ...name, ...filled.tag };
  if (name.digest === reference?.digest && name.tag === undefined) return name;
  const hint = 'write a name and a tag: the digest follows from the source';
  findings.refuse(target.place, `target ${quoted(target.text)} has a digest`, hint);
  return undefined;
}

function nameAfterSource(
  { source, reference, libraryNames }: TargetWords,
  prefix: Prefix,
  findings: Findings,
): TargetName | undefined {
  if (reference === undefined) return undefined;
  if (isLayout(reference)) {
    const message = `no target can be named after the folder ${quoted(source.text)}`;
    findings.refuse(source.place, message, 'add target: with a name of its own');
    return undefined;
  }
  const written = withoutTagAndDigest(source.text, reference);
  if (written.includes(':')) {
    findings.refuse(
      source.place,
      `${quoted(written)} cannot be part of a target name: a colon stands before ports and tags only`,
      `add target: with a name of its own, such as target: ${reference.repository}`,
    );
    return undefined;
  }
  const name = libraryNames && !written.includes('/') ? `library/${written}` : written;
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
