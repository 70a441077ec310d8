import { decodeTime } from 'ulid';
import type { ImageRecord } from '../ports.ts';
import type { Finding, FindingKind } from './audit-report.ts';

/** What is known of a finding besides its kind; members that are absent are `null`. */
export interface FindingDetails
  extends Pick<Finding, 'message'>,
    Partial<Pick<Finding, 'target' | 'source' | 'foundDigest'>> {
  readonly record?: ImageRecord | undefined;
}

/** A finding with what the ledger has recorded of its target. */
export function finding(
  kind: FindingKind,
  { target = null, source, message, foundDigest = null, record }: FindingDetails,
): Finding {
  return {
    kind,
    target,
    source: source ?? record?.outcome.source ?? null,
    message,
    recordedDigest: record?.outcome.targetDigest ?? null,
    runId: record?.lastRun ?? null,
    recordedAt: record ? new Date(decodeTime(record.lastRun)).toISOString() : null,
    foundDigest,
  };
}
