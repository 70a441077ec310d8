import { type ErrorCode, type ErrorKind, SyncerError } from '../errors.ts';
import type { Outcome, OutcomeError } from '../mirror/outcome.ts';

/** An image is not at its target as it should be; `outcome` tells everything that is known of it. */
export class ImageSyncError extends SyncerError {
  override readonly name = 'ImageSyncError';
  readonly kind: ErrorKind;
  readonly code: ErrorCode;
  readonly hint: string;
  readonly retryable: boolean;
  /** Which registry failed, `null` where it was neither. */
  readonly side: 'source' | 'target' | null;
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    const { kind, code, hint, retryable, side, message } = outcome.error ?? conflictOf(outcome);
    super(message);
    this.kind = kind;
    this.code = code;
    this.hint = hint;
    this.retryable = retryable;
    this.side = side;
    this.outcome = outcome;
  }
}

/** A conflict is a decision and has no error of its own. */
function conflictOf({
  target,
  reason,
  wantedDigest,
  targetDigest,
}: Outcome): Omit<OutcomeError, 'causes'> {
  return {
    kind: 'policy',
    code: 'CONFLICT',
    side: 'target',
    message: `${target} is in conflict: ${reason}: ${targetDigest} instead of ${wantedDigest}`,
    hint: 'overwrite it with onConflict: overwrite, or name another target',
    retryable: false,
  };
}
