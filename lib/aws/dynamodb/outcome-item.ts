import { NO_BYTES, type Outcome, type OutcomeError } from '../../mirror/outcome.ts';

/**
 * An outcome without its target, which its key names. What is usual is left out: `null`, nothing, one attempt, and a
 * digest that equals the one before it in the order of source, wanted and target.
 */
export interface OutcomeItem extends Pick<Outcome, 'source' | 'status' | 'durationMs'> {
  readonly reason?: string;
  readonly sourceDigest?: Outcome['sourceDigest'];
  readonly wantedDigest?: Outcome['wantedDigest'];
  readonly targetDigest?: Outcome['targetDigest'];
  readonly previousDigest?: Outcome['previousDigest'];
  readonly platforms?: readonly string[];
  readonly bytes?: Outcome['bytes'];
  readonly referrers?: number;
  readonly warnings?: readonly string[];
  readonly attempts?: number;
  readonly error?: OutcomeError;
}

/** Longest texts that are kept, in characters: an item holds 400 KB, and ten of them are written in one transaction of 4 MB. */
const LONGEST_TEXT = 1_000;
const MOST_TEXTS = 30;

/** The outcome as an item holds it, very long texts cut. */
export function outcomeItemOf(outcome: Outcome): OutcomeItem {
  const { source, status, durationMs, sourceDigest, wantedDigest, targetDigest } = outcome;
  const { reason, previousDigest, platforms, bytes, referrers, warnings, attempts, error } =
    outcome;
  return {
    source,
    status,
    durationMs,
    ...(reason !== null && { reason: cut(reason) }),
    ...(sourceDigest !== null && { sourceDigest }),
    ...(wantedDigest !== sourceDigest && { wantedDigest }),
    ...(targetDigest !== wantedDigest && { targetDigest }),
    ...(previousDigest !== null && { previousDigest }),
    ...(platforms !== null && { platforms }),
    ...(Object.values(bytes).some((count) => count > 0) && { bytes }),
    ...(referrers !== null && { referrers }),
    ...(warnings.length > 0 && { warnings: warnings.slice(0, MOST_TEXTS).map(cut) }),
    ...(attempts !== 1 && { attempts }),
    ...(error !== null && { error: shortened(error) }),
  };
}

/** The outcome that `item` was made of. */
export function outcomeOf<Target extends string | null>(
  item: OutcomeItem,
  target: Target,
): Outcome & { readonly target: Target } {
  const { sourceDigest = null } = item;
  const { wantedDigest = sourceDigest } = item;
  const { targetDigest = wantedDigest } = item;
  return {
    source: item.source,
    target,
    status: item.status,
    reason: item.reason ?? null,
    sourceDigest,
    wantedDigest,
    targetDigest,
    previousDigest: item.previousDigest ?? null,
    platforms: item.platforms ?? null,
    bytes: item.bytes ?? NO_BYTES,
    referrers: item.referrers ?? null,
    warnings: item.warnings ?? [],
    attempts: item.attempts ?? 1,
    durationMs: item.durationMs,
    error: item.error ?? null,
  };
}

function shortened(error: OutcomeError): OutcomeError {
  const causes = error.causes.slice(0, MOST_TEXTS).map(({ code, message }) => ({
    code,
    message: cut(message),
  }));
  return { ...error, message: cut(error.message), hint: cut(error.hint), causes };
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
