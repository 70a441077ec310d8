import type { Outcome } from '../../mirror/outcome.ts';
import type { Digest } from '../../oci/digest.ts';
import {
  bytesPhrase,
  counted,
  hintOf,
  isInterrupted,
  reasonOf,
  referrersPhrase,
} from '../../wording/outcome-words.ts';
import { formatDuration } from '../../wording/quantities.ts';
import { type Detail, sentence, whole } from './detail.ts';

/** Hex digits by which people recognise a digest. */
const SHORT_DIGITS = 12;

/** What the report says of an outcome beside its status and name, each detail on a line of its own. */
export function outcomeDetails(outcome: Outcome, dryRun: boolean): Detail[] {
  // Why, and what to do about it, is the same for all of them and told once.
  if (isInterrupted(outcome)) return [];
  const reason = reasonOf(outcome);
  const hint = hintOf(outcome);
  return [
    reason === null ? facts(outcome, dryRun) : sentence(reason),
    ...(outcome.status === 'conflict' ? bothDigests(outcome) : []),
    ...causes(outcome),
    ...(hint === null ? [] : [sentence(`hint: ${hint}`)]),
    ...outcome.warnings.map((warning) => sentence(`warning: ${warning}`, 'yellow')),
  ].filter(({ parts }) => parts.length > 0);
}

function facts(outcome: Outcome, dryRun: boolean): Detail {
  const { status, targetDigest, previousDigest, bytes, referrers, attempts } = outcome;
  const digest = targetDigest === null ? '' : shortDigest(targetDigest);
  if (status !== 'copied') {
    return { parts: present([digest, referrersPhrase(referrers)]), separator: ' · ' };
  }

  const parts = [
    digest,
    previousDigest === null ? '' : `in place of ${shortDigest(previousDigest)}`,
    bytesPhrase(bytes, dryRun),
    referrersPhrase(referrers),
    attempts > 1 ? counted(attempts, 'attempt') : '',
    formatDuration(outcome.durationMs),
  ];
  return { parts: present(parts), separator: ' · ' };
}

/** Digests in full, since they are what one asks registries about next. */
function bothDigests({ sourceDigest, wantedDigest, targetDigest }: Outcome): Detail[] {
  const wanted = wantedDigest === sourceDigest ? 'source' : 'wanted';
  return [
    ...(wantedDigest === null ? [] : [whole(`${wanted} ${wantedDigest}`)]),
    ...(targetDigest === null ? [] : [whole(`target ${targetDigest}`)]),
  ];
}

/** Causes that the message does not tell already. */
function causes({ error }: Outcome): Detail[] {
  return (error?.causes ?? [])
    .filter(({ message }) => !error?.message.includes(message))
    .map(({ message }) => sentence(`caused by: ${message}`));
}

function present(parts: readonly string[]): string[] {
  return parts.filter((part) => part !== '');
}

function shortDigest(digest: Digest): string {
  return digest.slice(0, digest.indexOf(':') + 1 + SHORT_DIGITS);
}
