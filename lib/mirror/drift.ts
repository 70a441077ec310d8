import { decodeTime } from 'ulid';
import type { Drift } from './ledger-reader.ts';
import type { ImageRecord, RecordedOutcome } from './ports.ts';

/** How many moves of a source are kept of each image, the latest ones. */
export const KEPT_DRIFTS = 20;

/** How the source of an image moved when `outcome` of `runId` takes the place of `latest`; `undefined` where it did not, or nobody knows. */
export function driftSince(
  latest: ImageRecord | undefined,
  runId: string,
  { source, sourceDigest }: RecordedOutcome,
): Drift | undefined {
  const former = latest?.outcome;
  if (former?.source !== source) return undefined;
  const { sourceDigest: from } = former;
  if (from === null || sourceDigest === null || from === sourceDigest) return undefined;
  return { seenAt: new Date(decodeTime(runId)).toISOString(), runId, from, to: sourceDigest };
}
