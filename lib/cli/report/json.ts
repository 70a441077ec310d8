import type { LoginCheck } from '../../local/login-check.ts';
import type { MovedBytes, Outcome, OutcomeError } from '../../mirror/outcome.ts';
import type { RunReport, RunSummary } from '../../mirror/run.ts';
import { printable } from '../terminal/printable.ts';
import { type Problem, problemsOf } from './problem.ts';

// Other programs parse these documents: fields are listed one by one, so that what is added
// to the engine's types is not published by accident, and keys keep their order.

/** The document of a run, whatever became of its images. */
export function jsonReport({ run, images, failure }: RunReport): string {
  const errors = failure ? problemsOf(failure).map(problemDocument) : [];
  return printDocument({ run: runDocument(run), images: images.map(imageDocument), errors });
}

/** The document of a run that did not begin, and every problem that stood in its way. */
export function jsonErrors(problems: readonly Problem[]): string {
  return printDocument({ run: null, images: [], errors: problems.map(problemDocument) });
}

/** The document of logins that were tried. */
export function jsonLogins(logins: readonly LoginCheck[]): string {
  return printDocument({ registries: logins.map(loginDocument), errors: [] });
}

/** The document of logins that could not be tried, and every problem that stood in the way. */
export function jsonLoginErrors(problems: readonly Problem[]): string {
  return printDocument({ registries: [], errors: problems.map(problemDocument) });
}

function loginDocument({ registry, credentials, works, message, hint }: LoginCheck): object {
  return { registry, credentials, works, message, hint };
}

/** A problem, as every document has it in `errors`. */
export function problemDocument({ file, line, column, message, hint }: Problem): object {
  return { file, line, column, message, hint };
}

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

function errorDocument(error: OutcomeError): object {
  const { kind, code, side, message, hint, retryable } = error;
  const causes = error.causes.map((cause) => ({ code: cause.code, message: cause.message }));
  return { kind, code, side, message, hint, retryable, causes };
}

function bytesDocument({ uploaded, mounted, present }: MovedBytes): object {
  return { uploaded, mounted, present };
}

/** JSON escapes some control characters and allows others to stand; here all are escaped, which parses as the same. */
export function printDocument(document: object): string {
  const lines = JSON.stringify(document, null, 2).split('\n');
  return `${lines.map(printable).join('\n')}\n`;
}
