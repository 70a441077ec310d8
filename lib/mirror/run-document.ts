import type { Drift } from './ledger-reader.ts';
import type { MovedBytes, Outcome, OutcomeError } from './outcome.ts';
import type { ImageRecord } from './ports.ts';
import type { RunSummary } from './run.ts';

// Other programs parse these documents: fields are listed one by one, so that what is added
// to the engine's types is not published by accident, and keys keep their order.

/** A run as it is known when it ends. */
export function runDocument({
  id,
  dryRun,
  startedAt,
  finishedAt,
  counts,
  bytes,
}: RunSummary): object {
  const { copied, unchanged, conflict, skipped, failed } = counts;
  return {
    id,
    dryRun,
    startedAt,
    finishedAt,
    counts: { copied, unchanged, conflict, skipped, failed },
    bytes: bytesDocument(bytes),
  };
}

/** An image and what became of it. */
export function imageDocument(outcome: Outcome): object {
  return {
    source: outcome.source,
    target: outcome.target,
    status: outcome.status,
    reason: outcome.reason,
    sourceDigest: outcome.sourceDigest,
    wantedDigest: outcome.wantedDigest,
    targetDigest: outcome.targetDigest,
    previousDigest: outcome.previousDigest,
    platforms: outcome.platforms,
    bytes: bytesDocument(outcome.bytes),
    referrers: outcome.referrers,
    warnings: outcome.warnings,
    attempts: outcome.attempts,
    durationMs: outcome.durationMs,
    error: outcome.error === null ? null : errorDocument(outcome.error),
  };
}

/** Why an image failed, in the end or for now. */
export function errorDocument(error: OutcomeError): object {
  const { kind, code, side, message, hint, retryable } = error;
  const causes = error.causes.map((cause) => ({ code: cause.code, message: cause.message }));
  return { kind, code, side, message, hint, retryable, causes };
}

/** A run as a ledger has recorded it, and how far it has come. */
export function recordedRunDocument(run: RunSummary): object {
  const { trigger, definitionVersion, state, expected } = run;
  return { ...runDocument(run), trigger, definitionVersion, state, expected };
}

/** An image as a ledger has recorded it last, and the run that it was in. */
export function recordedImageDocument({ lastRun, outcome }: ImageRecord): object {
  return { ...imageDocument(outcome), lastRun };
}

/** A move of a source. */
export function driftDocument({ seenAt, runId, from, to }: Drift): object {
  return { seenAt, runId, from, to };
}

function bytesDocument({ uploaded, mounted, present }: MovedBytes): object {
  return { uploaded, mounted, present };
}
