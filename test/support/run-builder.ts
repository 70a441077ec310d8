import { DEFAULT_SETTINGS } from '../../lib/definition/settings.ts';
import { NO_BYTES } from '../../lib/mirror/outcome.ts';
import type { ImageMemory, RecordedOutcome } from '../../lib/mirror/ports.ts';
import type { Run } from '../../lib/mirror/run.ts';
import type { SyncRequest } from '../../lib/mirror/sync-request.ts';
import { type Digest, digestOf } from '../../lib/oci/digest.ts';

const DIGEST = digestOf(Buffer.from('image'));

/** Two runs in the order of their ids, a minute apart. */
export const FIRST_RUN = '01KDVDP79GAAAAAAAAAAAAAAAA';
export const SECOND_RUN = '01KDVDR1WGBBBBBBBBBBBBBBBB';

/** A run of the command, {@link FIRST_RUN} unless told otherwise. */
export function run(given: Partial<Run> = {}): Run {
  return {
    id: FIRST_RUN,
    trigger: 'command',
    definitionVersion: DIGEST,
    dryRun: false,
    startedAt: '2026-01-01T00:00:30.000Z',
    ...given,
  };
}

/** A request to mirror `busybox:1`. */
export function syncRequest(given: Partial<SyncRequest> = {}): SyncRequest {
  return {
    runId: FIRST_RUN,
    position: 0,
    source: 'docker.io/library/busybox:1',
    target: 'mirror.example/busybox:1',
    ...DEFAULT_SETTINGS,
    force: false,
    dryRun: false,
    estimateBytes: false,
    ...given,
  };
}

/** What became of `busybox:1`: it was in place unless told otherwise. */
export function recordedOutcome(given: Partial<RecordedOutcome> = {}): RecordedOutcome {
  return {
    source: 'docker.io/library/busybox:1',
    target: 'mirror.example/busybox:1',
    status: 'unchanged',
    reason: null,
    sourceDigest: DIGEST,
    wantedDigest: DIGEST,
    targetDigest: DIGEST,
    previousDigest: null,
    platforms: null,
    bytes: NO_BYTES,
    referrers: null,
    warnings: [],
    attempts: 1,
    durationMs: 12,
    error: null,
    ...given,
  };
}

/** What is remembered of an image, of the recorded one unless told otherwise: how many referrers it had, and what it runs on. */
export function imageMemory(count = 2, root: Digest = DIGEST): ImageMemory {
  return {
    referrers: {
      root,
      manifests: [DIGEST],
      filter: 'all',
      set: DIGEST,
      count,
      warnings: [],
      checkedAt: 1_767_225_600_000,
    },
    platforms: { root, names: ['linux/amd64', 'linux/arm64/v8'] },
  };
}
