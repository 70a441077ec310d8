import { formatReference, type Reference, tagOrDigestOf } from '../oci/reference.ts';
import type { ImageEntry } from './definition.ts';
import type { Findings } from './findings.ts';

/** The entries with each target once; a repetition is doubtful, a contradiction a mistake. */
export function uniqueEntries(
  entries: readonly ImageEntry[],
  findings: Findings,
): readonly ImageEntry[] {
  const firsts = new Map<string, ImageEntry>();
  for (const entry of entries) {
    const target = formatReference(entry.target);
    const first = firsts.get(target);
    if (first) compare(first, entry, findings);
    else firsts.set(target, entry);
  }
  return [...firsts.values()];
}

function compare(first: ImageEntry, second: ImageEntry, findings: Findings): void {
  const target = formatReference(second.target);
  const { line } = first.place;
  if (contentOf(first.source) !== contentOf(second.source)) {
    const one = `${formatReference(first.source)} in line ${line}`;
    const other = `${formatReference(second.source)} in line ${second.place.line}`;
    const hint = 'give one of them another target or tag, or remove it';
    findings.refuse(second.place, `${target} has two sources, ${one} and ${other}`, hint);
  } else if (first.onConflict !== second.onConflict || first.amd64Only !== second.amd64Only) {
    const lines = `in lines ${line} and ${second.place.line}`;
    const message = `${target} is named twice, ${lines}, with different settings`;
    findings.refuse(second.place, message, 'remove one of the two');
  } else {
    const message = `${target} is named twice, in lines ${line} and ${second.place.line}`;
    findings.warn(second.place, message, 'remove one of the two');
  }
}

/** What is copied: with a digest it does not matter what the image was called. */
function contentOf(source: Reference): string {
  return `${source.registry}/${source.repository} ${tagOrDigestOf(source)}`;
}
