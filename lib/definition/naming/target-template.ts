import { isLayoutText } from '../../oci/layout-name.ts';
import { quoted } from '../../oci/quoted.ts';
import { type Reference, TAG_RULE } from '../../oci/reference.ts';
import { isHost } from '../../oci/registry-host.ts';
import type { Findings } from '../findings.ts';
import type { Written } from '../references.ts';
import { makesTags } from './tag-template.ts';
import { explainPlaceholder, fill, hasPlaceholder } from './template.ts';

/** A target with the source's names in the place of their placeholders. */
export interface FilledTarget {
  /** Without the tag where that is a template. */
  readonly base: Written;
  readonly tag?: { readonly tag: string };
  /** Whether it begins with a host, or is a folder: no prefix comes before it. */
  readonly stands: boolean;
}

/**
 * Fills in the names of the source. `undefined` after recording a wrong placeholder, and where
 * there is no source to fill in, of which something is recorded already.
 */
export function fillTarget(
  { text, place }: Written,
  reference: Reference | undefined,
  findings: Findings,
): FilledTarget | undefined {
  const problem = explainPlaceholder(text);
  if (problem) findings.refuse(place, problem.message, problem.hint);
  const isOpen = reference === undefined && hasPlaceholder(text, 'registry', 'repository', 'name');
  if (problem || isOpen) return undefined;
  const written = { text: reference ? fill(text, namesOf(reference)) : text, place };
  const split = hasPlaceholder(written.text, 'tag')
    ? withoutTag(written, findings)
    : { base: written };
  return split && { ...split, stands: stands(text) };
}

function namesOf({ registry, repository }: Reference) {
  return { registry, repository, name: repository.slice(repository.lastIndexOf('/') + 1) };
}

/** Judged as written: a repository of the source may begin with a part that looks like a host. */
function stands(text: string): boolean {
  if (isLayoutText(text)) return true;
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(slash, 0));
  return isHost(first) || hasPlaceholder(first, 'registry');
}

function withoutTag(
  { text, place }: Written,
  findings: Findings,
): Pick<FilledTarget, 'base' | 'tag'> | undefined {
  const colon = text.lastIndexOf(':');
  const base = text.slice(0, Math.max(colon, 0));
  const tag = text.slice(colon + 1);
  if (base === '' || hasPlaceholder(base, 'tag') || tag.includes('/')) {
    const message = `\${tag} stands outside the tag of target ${quoted(text)}`;
    findings.refuse(place, message, `write it behind a colon, such as mirror/busybox:\${tag}`);
    return undefined;
  }
  if (makesTags(tag)) return { base: { text: base, place }, tag: { tag } };
  findings.refuse(place, `${quoted(tag)} in target ${quoted(text)} does not make a tag`, TAG_RULE);
  return undefined;
}
