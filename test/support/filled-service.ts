import type { Outcome, OutcomeError } from '../../lib/mirror/outcome.ts';
import type { RecordedOutcome } from '../../lib/mirror/ports.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import type { LiveRun, PutOffImage } from '../../lib/serve/service.ts';
import { MemoryService } from './memory-service.ts';
import { imageMemory, recordedOutcome } from './run-builder.ts';

/** A digest of its own for each word. */
export function digestNamed(word: string) {
  return digestOf(Buffer.from(word));
}

/** What became of `name`, which was copied unless told otherwise. */
export function outcomeOf(name: string, given: Partial<RecordedOutcome> = {}): RecordedOutcome {
  return recordedOutcome({
    source: `docker.io/library/${name}`,
    target: `mirror.example/${name}`,
    status: 'copied',
    sourceDigest: digestNamed(name),
    wantedDigest: digestNamed(name),
    targetDigest: digestNamed(name),
    platforms: ['linux/amd64', 'linux/arm64'],
    bytes: { uploaded: 1_000_000, mounted: 200_000, present: 30_000 },
    referrers: 2,
    durationMs: 1500,
    ...given,
  });
}

/** A failure of the source, transient unless told otherwise. */
export function outcomeError(given: Partial<OutcomeError> = {}): OutcomeError {
  return {
    kind: 'transient',
    code: 'REGISTRY_UNAVAILABLE',
    side: 'source',
    message: 'GET https://docker.io/v2/library/redis/manifests/7 answered 503',
    hint: 'try again later',
    retryable: true,
    causes: [],
    ...given,
  };
}

export const FAILED = outcomeOf('redis:7', {
  status: 'failed',
  targetDigest: null,
  platforms: null,
  bytes: { uploaded: 0, mounted: 0, present: 0 },
  referrers: null,
  error: outcomeError(),
});
export const CONFLICT = outcomeOf('nginx:1', {
  status: 'conflict',
  reason: 'the tag has other content, and policy "missing" keeps it',
  targetDigest: digestNamed('other content'),
});
export const SKIPPED = outcomeOf('mysql:9', {
  status: 'skipped',
  reason: 'the source has no image for linux/riscv64',
});
/** An entry whose tags could not be listed. */
export const UNLISTED: Outcome & { readonly target: null } = {
  ...outcomeOf('node'),
  target: null,
  status: 'failed',
  sourceDigest: null,
  wantedDigest: null,
  targetDigest: null,
  platforms: null,
  bytes: { uploaded: 0, mounted: 0, present: 0 },
  referrers: null,
  attempts: 0,
  error: outcomeError({ kind: 'auth', code: 'DENIED', message: 'the registry refused a list' }),
};
export const WAITING = {
  source: 'docker.io/library/postgres:18',
  target: 'mirror.example/postgres:18',
};

/**
 * A service with an image in each status, and four runs: one completed, one superseded, one in which the source of
 * `busybox:1` had moved, and one that is planned.
 */
export async function filledService(): Promise<MemoryService> {
  const service = new MemoryService();
  const busybox = outcomeOf('busybox:1', { sourceDigest: digestNamed('before') });
  const moved = outcomeOf('busybox:1', { previousDigest: digestNamed('before') });
  const steady = outcomeOf('alpine:3', { status: 'unchanged' });
  const rest = [steady, CONFLICT, FAILED, SKIPPED, UNLISTED];
  const names = [moved, steady, CONFLICT, FAILED, SKIPPED].map(({ source, target }) => ({
    source,
    target,
  }));

  service.define([...names, WAITING, UNLISTED]);
  const memories = { [busybox.target]: imageMemory() };
  await service.record({ outcomes: [busybox, steady], memories, trigger: 'change' });
  await service.record({ outcomes: [steady], state: 'superseded' });
  await service.record({ outcomes: [moved, ...rest], trigger: 'schedule' });
  await service.record({ outcomes: [steady], state: 'planned', lastsMs: 0 });
  return service;
}

/** A service whose definition has `count` images, each in place. */
export async function largeService(count: number): Promise<MemoryService> {
  const service = new MemoryService();
  const outcomes = Array.from({ length: count }, (_, index) => outcomeOf(`app-${index}:1`));
  service.define(outcomes.map(({ source, target }) => ({ source, target })));
  await service.record({ outcomes });
  return service;
}

/** A run of ten images with two on their way, for `MemoryService.go`. */
export function liveRun(given: Partial<LiveRun> = {}): Partial<LiveRun> {
  const transfer = { activity: 'copying', bytesPerSecond: 500_000, secondsLeft: 14 };
  return {
    expected: 10,
    counts: { copied: 3, unchanged: 2, conflict: 0, skipped: 0, failed: 1 },
    putOff: 1,
    uploaded: 4_000_000,
    bytesPerSecond: 1_000_000,
    secondsLeft: 30,
    transfers: [
      { ...WAITING, ...transfer, expected: 10_000_000, arrived: 3_000_000 },
      {
        ...WAITING,
        ...{ activity: 'comparing', expected: null, arrived: 0 },
        ...{ bytesPerSecond: 0, secondsLeft: null },
      },
    ],
    ...given,
  };
}

/** Why an image is tried again. */
export const BUSY: PutOffImage = {
  error: {
    kind: 'throttled',
    code: 'THROTTLED',
    side: 'source',
    message: 'the registry <b>is busy',
    hint: 'wait, or give it credentials',
    retryable: true,
    causes: [],
  },
  againAt: '2026-01-01T06:00:30.000Z',
};
