import { quoted } from '../../oci/quoted.ts';
import { isTag, TAG_RULE } from '../../oci/reference.ts';
import type { Findings } from '../findings.ts';
import type { Written } from '../references.ts';
import { explainPlaceholder, fill, hasPlaceholder } from './template.ts';

/** The template at a place, or `undefined` after recording that it makes no tags. */
export function readTagTemplate(written: Written, findings: Findings): string | undefined {
  const { text, place } = written;
  const problem = explainPlaceholder(text, ['tag']) ?? explainShape(text);
  if (!problem) return text;
  findings.refuse(place, problem.message, problem.hint);
  return undefined;
}

function explainShape(text: string) {
  if (!hasPlaceholder(text, 'tag')) {
    const hint = `write \${tag} where the source's tag shall stand, or tag: for one fixed tag`;
    return { message: `tagTemplate ${quoted(text)} has no \${tag}`, hint };
  }
  return makesTags(text)
    ? undefined
    : { message: `${quoted(text)} does not make a tag`, hint: TAG_RULE };
}

/** Whether a template gives a tag for the shortest source tag; longer ones may still exceed the limit. */
export function makesTags(template: string): boolean {
  return isTag(fill(template, { tag: 'x' }));
}
