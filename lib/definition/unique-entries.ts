import { isDeepStrictEqual } from 'node:util';
import { formatReference, type Reference, tagOrDigestOf } from '../oci/reference.ts';
import type { ImageEntry, ImageSettings, NamedImage } from './definition.ts';
import type { Findings } from './findings.ts';

/**
 * The entries with each target once; a repetition is doubtful, a contradiction a mistake.
 *
 * Selected images stay as they are: what they have in common with others is
 * known once the tags are.
 */
export function uniqueEntries(
  entries: readonly ImageEntry[],
  findings: Findings,
): readonly ImageEntry[] {
  const firsts = new Map<string, NamedImage>();
  return entries.filter((entry) => {
    if (entry.kind === 'selected') return true;
    const target = formatReference(entry.target);
    const first = firsts.get(target);
    if (!first) firsts.set(target, entry);
    else if (!refuseContradiction(first, entry, findings)) {
      const message = `${target} is named twice, ${linesOf(first, entry)}`;
      findings.warn(entry.place, message, 'remove one of the two');
    }
    return first === undefined;
  });
}

function refuseContradiction(first: NamedImage, second: NamedImage, findings: Findings): boolean {
  const target = formatReference(second.target);
  if (contentOf(first.source) !== contentOf(second.source)) {
    const [one, other] = [first, second].map(
      ({ source, place }) => `${formatReference(source)} in line ${place.line}`,
    );
    const hint = 'give one of them another target or tag, or remove it';
    findings.refuse(second.place, `${target} has two sources, ${one} and ${other}`, hint);
    return true;
  }
  if (isDeepStrictEqual(settingsOf(first), settingsOf(second))) return false;
  const message = `${target} is named twice, ${linesOf(first, second)}, with different settings`;
  findings.refuse(second.place, message, 'remove one of the two');
  return true;
}

function settingsOf({ kind, source, target, place, ...settings }: NamedImage): ImageSettings {
  return settings;
}

function linesOf({ place: { line } }: NamedImage, { place }: NamedImage): string {
  return line === place.line ? `in line ${line}` : `in lines ${line} and ${place.line}`;
}

/** What is copied: with a digest it does not matter what the image was called. */
function contentOf(source: Reference): string {
  return `${source.registry}/${source.repository} ${tagOrDigestOf(source)}`;
}
