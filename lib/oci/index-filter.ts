import type { Descriptor } from './descriptor.ts';
import { editElements, partsOf, replaceMembers } from './json-parts.ts';
import { type Document, parseManifest } from './manifest.ts';
import { isRunnable } from './platform.ts';

/** What becomes of an entry of an index: it stays, it goes, or it names another document from now on. */
export type Verdict = 'keep' | 'remove' | Document;

export interface FilteredIndex {
  /** The very index that was given where every entry stays. */
  readonly document: Document;
  /** Entries of the given index that do not stay as they were. */
  readonly removed: readonly Descriptor[];
}

/**
 * Makes an index of those entries of `index` that shall stay. They, and all other members of the
 * document, are spelled as they were. `verdictOf` is asked about every entry but attestations:
 * of an index that changes they stay with the manifest that they are about, and only with it.
 */
export function filterIndex(
  index: Document,
  verdictOf: (entry: Descriptor) => Verdict,
): FilteredIndex {
  const asked = index.manifests.map((entry) =>
    attestedBy(entry) === undefined ? verdictOf(entry) : undefined,
  );
  const isWhole = asked.every((verdict) => verdict === undefined || verdict === 'keep');
  const kept = new Set<string>(
    index.manifests.flatMap(({ digest }, position) => (asked[position] === 'keep' ? [digest] : [])),
  );
  const verdicts = index.manifests.map(
    (entry, position) =>
      asked[position] ?? (isWhole || kept.has(attestedBy(entry) ?? '') ? 'keep' : 'remove'),
  );
  const removed = index.manifests.filter((_, position) => verdicts[position] !== 'keep');
  return { document: removed.length === 0 ? index : rewrite(index, verdicts), removed };
}

/** The manifest that an entry is an attestation of: BuildKit's documentation, "Attestation storage". */
export function attestedBy({ platform, annotations }: Descriptor): string | undefined {
  const isAttestation = platform !== undefined && !isRunnable(platform);
  return isAttestation ? annotations?.['vnd.docker.reference.digest'] : undefined;
}

function rewrite({ bytes, mediaType }: Document, verdicts: readonly Verdict[]): Document {
  const json = new TextDecoder().decode(bytes);
  const list = partsOf(json).find(({ name }) => name === 'manifests');
  const entries = editElements(json.slice(list?.start, list?.end), (entry, position) => {
    const verdict = verdicts[position];
    if (verdict === 'keep') return entry;
    return verdict === 'remove' || verdict === undefined ? undefined : renamed(entry, verdict);
  });
  const text = replaceMembers(json, new Map([['manifests', entries]]));
  return parseManifest(Buffer.from(text), { contentType: mediaType });
}

function renamed(entry: string, { digest, bytes }: Document): string {
  return replaceMembers(
    entry,
    new Map([
      ['digest', JSON.stringify(digest)],
      ['size', String(bytes.byteLength)],
      ['data', JSON.stringify(Buffer.from(bytes).toString('base64'))],
    ]),
  );
}
