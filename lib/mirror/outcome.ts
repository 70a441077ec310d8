import type { ErrorCode, ErrorKind } from '../errors.ts';
import type { Digest } from '../oci/digest.ts';

/** What an image of the definition can end in. */
export const OUTCOME_STATUSES = ['copied', 'unchanged', 'conflict', 'skipped', 'failed'] as const;

export type OutcomeStatus = (typeof OUTCOME_STATUSES)[number];

/** Bytes of blobs by the way they came to be in the target; estimates in a dry run. */
export interface MovedBytes {
  readonly uploaded: number;
  readonly mounted: number;
  readonly present: number;
}

export const NO_BYTES: MovedBytes = { uploaded: 0, mounted: 0, present: 0 };

/** A failure as it is printed and recorded. */
export interface OutcomeError {
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  /** Which registry failed, `null` where it was neither. */
  readonly side: 'source' | 'target' | null;
  readonly message: string;
  readonly hint: string;
  readonly retryable: boolean;
  /** From the outermost error to the first. */
  readonly causes: readonly { readonly code: string; readonly message: string }[];
}

/** What became of one image in one run; printed as a member of `images`, field by field. */
export interface Outcome {
  readonly source: string;
  readonly target: string | null;
  readonly status: OutcomeStatus;
  /** Why it is a conflict or was skipped. */
  readonly reason: string | null;
  readonly sourceDigest: Digest | null;
  readonly wantedDigest: Digest | null;
  /** What the target tag has at the end; in a dry run, what it would have. */
  readonly targetDigest: Digest | null;
  /** What the target tag had before, only where it was replaced. */
  readonly previousDigest: Digest | null;
  /** Platforms of the image, `null` where its manifests were not read. */
  readonly platforms: readonly string[] | null;
  readonly bytes: MovedBytes;
  /** Referrers brought to the target, `null` where they were not read. */
  readonly referrers: number | null;
  readonly warnings: readonly string[];
  /** How often it was begun: 0 where that was not worth it any more. */
  readonly attempts: number;
  readonly durationMs: number;
  readonly error: OutcomeError | null;
}
