import type { DefinitionProblem } from '../../../lib/definition/errors.ts';
import type { SyncEvent } from '../../../lib/mirror/events.ts';
import { NO_BYTES, type Outcome, type OutcomeError } from '../../../lib/mirror/outcome.ts';
import type { RunReport, RunSummary } from '../../../lib/mirror/run.ts';
import type { SyncRequest } from '../../../lib/mirror/sync-request.ts';
import { digestOf } from '../../../lib/oci/digest.ts';

export const MIB = 1024 ** 2;

export const UPSTREAM = digestOf(Buffer.from('upstream'));
export const MIRRORED = digestOf(Buffer.from('mirrored'));

/** A request to mirror `name:1` of a public registry. */
export function request(name: string, given: Partial<SyncRequest> = {}): SyncRequest {
  return {
    runId: '01JC0000000000000000000000',
    position: 0,
    source: `docker.io/library/${name}:1`,
    target: `mirror.example/${name}:1`,
    onConflict: 'fail',
    force: false,
    amd64Only: false,
    dryRun: false,
    estimateBytes: false,
    ...given,
  };
}

/** What became of the request for `name:1`; unless told otherwise it was in place. */
export function outcome(name: string, given: Partial<Outcome> = {}): Outcome {
  const { source, target } = request(name);
  return {
    source,
    target,
    status: 'unchanged',
    reason: null,
    sourceDigest: UPSTREAM,
    wantedDigest: UPSTREAM,
    targetDigest: UPSTREAM,
    previousDigest: null,
    platforms: null,
    bytes: NO_BYTES,
    referrers: null,
    warnings: [],
    attempts: 1,
    durationMs: 812,
    error: null,
    ...given,
  };
}

export function copied(name: string, given: Partial<Outcome> = {}): Outcome {
  const bytes = { uploaded: 12.3 * MIB, mounted: 4 * MIB, present: 2 * MIB };
  return outcome(name, { status: 'copied', bytes, ...given });
}

export function conflict(name: string, given: Partial<Outcome> = {}): Outcome {
  const reason = 'the tag names other content';
  return outcome(name, { status: 'conflict', reason, targetDigest: MIRRORED, ...given });
}

export function failed(name: string, given: Partial<OutcomeError> = {}): Outcome {
  const error: OutcomeError = {
    kind: 'not-found',
    code: 'NOT_FOUND',
    side: 'source',
    message: 'no such tag',
    hint: 'check the tag',
    retryable: false,
    causes: [],
    ...given,
  };
  return outcome(name, { status: 'failed', error, sourceDigest: null, targetDigest: null });
}

export function interrupted(name: string): Outcome {
  return failed(name, { code: 'INTERRUPTED', message: 'stopped', hint: 'run it again' });
}

/** The event that an image has ended in `ended`. */
export function finished(ended: Outcome, given: Partial<SyncRequest> = {}): SyncEvent {
  return {
    type: 'finished',
    request: request('any', { target: ended.target ?? '', ...given }),
    outcome: ended,
  };
}

/** A run of 3.1 seconds that ended in `images`. */
export function report(images: readonly Outcome[], given: Partial<RunSummary> = {}): RunReport {
  const count = (status: Outcome['status']) =>
    images.filter((image) => image.status === status).length;
  const total = (way: keyof Outcome['bytes']) =>
    images.reduce((sum, { bytes }) => sum + bytes[way], 0);
  return {
    run: {
      id: '01JC0000000000000000000000',
      trigger: 'command',
      definitionVersion: UPSTREAM,
      dryRun: false,
      startedAt: '2026-11-20T16:00:00.000Z',
      finishedAt: '2026-11-20T16:00:03.100Z',
      state: 'completed',
      expected: images.length,
      counts: {
        copied: count('copied'),
        unchanged: count('unchanged'),
        conflict: count('conflict'),
        skipped: count('skipped'),
        failed: count('failed'),
      },
      bytes: { uploaded: total('uploaded'), mounted: total('mounted'), present: total('present') },
      ...given,
    },
    images,
  };
}

export function problem(given: Partial<DefinitionProblem> = {}): DefinitionProblem {
  return {
    file: 'images.yaml',
    line: 3,
    column: 5,
    message: '"sorce" is not a key of an image',
    hint: 'write source',
    ...given,
  };
}
