import type { DefinitionProblem } from '../../../lib/definition/errors.ts';
import type { SyncEvent } from '../../../lib/mirror/events.ts';
import type { Outcome, OutcomeError } from '../../../lib/mirror/outcome.ts';
import type { RunReport, RunSummary } from '../../../lib/mirror/run.ts';
import { NOTHING_COUNTED, withOutcome } from '../../../lib/mirror/run-tally.ts';
import type { SyncRequest } from '../../../lib/mirror/sync-request.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { recordedOutcome, run, syncRequest } from '../../support/run-builder.ts';

export const MIB = 1024 ** 2;

export const UPSTREAM = digestOf(Buffer.from('upstream'));
export const MIRRORED = digestOf(Buffer.from('mirrored'));

/** A request to mirror `name:1` of a public registry. */
export function request(name: string, given: Partial<SyncRequest> = {}): SyncRequest {
  return syncRequest({ ...namesOf(name), ...given });
}

/** What became of the request for `name:1`; unless told otherwise it was in place. */
export function outcome(name: string, given: Partial<Outcome> = {}): Outcome {
  const digests = { sourceDigest: UPSTREAM, wantedDigest: UPSTREAM, targetDigest: UPSTREAM };
  return { ...recordedOutcome({ ...namesOf(name), ...digests, durationMs: 812 }), ...given };
}

function namesOf(name: string): { source: string; target: string } {
  return { source: `docker.io/library/${name}:1`, target: `mirror.example/${name}:1` };
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

/** An image that an interruption cut off, in its first attempt unless told otherwise. */
export function interrupted(name: string, attempts = 1): Outcome {
  const error = { code: 'INTERRUPTED', message: 'stopped', hint: 'run it again' } as const;
  return { ...failed(name, error), attempts };
}

/** The event that an image has ended in `ended`. */
export function finished(ended: Outcome): SyncEvent {
  return { type: 'finished', request: request('any', namedLike(ended)), outcome: ended };
}

/** The event that it was clear from the plan what an image would end in. */
export function settled(ended: Outcome): SyncEvent {
  return { type: 'settled', position: 0, outcome: ended };
}

/** The event that a run has `images` images. */
export function planned(images: number): SyncEvent {
  return { type: 'planned', images };
}

function namedLike({ target }: Outcome): Partial<SyncRequest> {
  return target === null ? {} : { target };
}

/** A run of 3.1 seconds that ended in `images`. */
export function report(images: readonly Outcome[], given: Partial<RunSummary> = {}): RunReport {
  return {
    run: {
      ...run({ startedAt: '2026-11-20T16:00:00.000Z' }),
      finishedAt: '2026-11-20T16:00:03.100Z',
      state: 'completed',
      expected: images.length,
      ...images.reduce(withOutcome, NOTHING_COUNTED),
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
