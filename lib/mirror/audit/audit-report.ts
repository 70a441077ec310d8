import type { Digest } from '../../oci/digest.ts';
import type { OutcomeError } from '../outcome.ts';

/** What an audit can find. */
export const FINDING_KINDS = [
  'unexplained',
  'changed',
  'missing',
  'unrecorded',
  'vanished',
] as const;

/**
 * `unexplained`: a tag of a target repository for which the definition has no reason. `changed`: a target that names
 * something else than when it was last recorded. `missing`: a target that was recorded and is not there.
 * `unrecorded`: a target that is there although no run has ever recorded it. `vanished`: an image that upstream
 * does not have.
 */
export type FindingKind = (typeof FINDING_KINDS)[number];

/** One thing that is not as definition, ledger and registries together have it. */
export interface Finding {
  readonly kind: FindingKind;
  /** `null` for a selection that finds nothing. */
  readonly target: string | null;
  /** `null` where nobody knows what the target was copied from. */
  readonly source: string | null;
  readonly message: string;
  /** What the target named when it was last recorded, and in which run. */
  readonly recordedDigest: Digest | null;
  readonly runId: string | null;
  /** ISO 8601 in UTC: when that run began. */
  readonly recordedAt: string | null;
  /** What the target names now, where that was looked at. */
  readonly foundDigest: Digest | null;
}

/** A place that could not be looked at, so that nothing is known of it. */
export interface Unseen {
  readonly target: string | null;
  readonly source: string | null;
  readonly error: OutcomeError;
}

/** What an audit has seen. */
export interface AuditReport {
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** How many images the definition means now. */
  readonly images: number;
  /** How many repositories they are to be in, and how many tags those have. */
  readonly repositories: number;
  readonly tags: number;
  /** Those about images in the order of the definition, then those about tags, by repository. */
  readonly findings: readonly Finding[];
  readonly unseen: readonly Unseen[];
}
