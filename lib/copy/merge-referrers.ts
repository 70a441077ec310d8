import type { CallOptions, ManifestSource, ManifestTarget } from '../content/ports.ts';
import type { RetryPolicy } from '../content/retry.ts';
import type { Descriptor } from '../oci/descriptor.ts';
import type { Digest } from '../oci/digest.ts';
import type { Document } from '../oci/manifest.ts';
import type { Tag } from '../oci/reference.ts';
import { copyError, TargetChangedError } from './errors.ts';
import { putManifest } from './put-manifest.ts';
import { indexWith, readTargetIndex, spellEntry, spelledEntries } from './referrer-index.ts';
import { fallbackTag } from './referrer-tag.ts';

/** How a list is kept that others may write to as well. */
export interface MergeReferrersOptions extends CallOptions {
  readonly retry: RetryPolicy;
  /** The source's own list, taken as it is where the target has none and everything in it was copied. */
  readonly published?: Document | undefined;
}

const MOST_ROUNDS = 8;

/** How long others who have read the list before it was written may take to write theirs; doubled each round. */
const SETTLING_MS = 500;
const LONGEST_SETTLING_MS = 8_000;

/**
 * Makes the fallback tag of `subject` list `entries`, and keeps whatever else is listed there.
 *
 * No registry offers a write on a condition. So the list is looked at once more before it is written, and
 * read again when others have had time to write: whoever misses something then, also of what they have
 * merely seen, writes it again.
 */
export async function mergeReferrers(
  target: ManifestSource & ManifestTarget,
  subject: Digest,
  entries: readonly Descriptor[],
  { retry, published, ...options }: MergeReferrersOptions,
): Promise<void> {
  const tag = fallbackTag(subject);
  const wanted = new Map(entries.map((entry) => [entry.digest, spellEntry(entry)]));
  const fitting = published?.manifests.every(({ digest }) => wanted.has(digest))
    ? published
    : undefined;
  let current = await readTargetIndex(target, subject, options);
  for (let round = 0; ; round += 1) {
    for (const [digest, entry] of current ? spelledEntries(current) : []) wanted.set(digest, entry);
    const next = indexWith(current ?? fitting, wanted);
    if (next === current) return;
    if (round === MOST_ROUNDS) throw contended(tag, next, current);
    const now = await readTargetIndex(target, subject, { ...options, known: current });
    if (now === current) {
      await putManifest(target, next, { ...options, tag });
    }
    const settlingMs = Math.min(SETTLING_MS * 2 ** round, LONGEST_SETTLING_MS);
    await retry.clock.sleep(settlingMs * (1 + retry.random()), options);
    current = await readTargetIndex(target, subject, { ...options, known: next });
  }
}

function contended(tag: Tag, wanted: Document, found: Document | undefined): unknown {
  const change = new TargetChangedError(tag, wanted.digest, found?.digest);
  return copyError('target', `merging the list of referrers ${tag}`, change);
}
