import type { OutcomeError } from '../../lib/mirror/outcome.ts';
import type { RunSummary } from '../../lib/mirror/run.ts';
import type { ServiceEvent } from '../../lib/serve/events.ts';
import { PullError } from '../../lib/serve/pull/pull-error.ts';
import { FIRST_RUN, recordedOutcome, run } from './run-builder.ts';

const TARGET = 'mirror.example/busybox:1';

const PROBLEM = { file: 'i.yaml', line: 2, column: 3, message: 'unknown key "a"', hint: 'write b' };

const ERROR: OutcomeError = {
  kind: 'transient',
  code: 'CONNECTION_REFUSED',
  side: 'source',
  message: 'nobody answers',
  hint: 'look whether it runs',
  retryable: true,
  causes: [{ code: 'ECONNREFUSED', message: 'refused' }],
};

const ENDED: RunSummary = {
  ...run(),
  state: 'completed',
  expected: 3,
  finishedAt: '2026-01-01T00:01:00.000Z',
  counts: { copied: 1, unchanged: 2, conflict: 0, skipped: 0, failed: 0 },
  bytes: { uploaded: 2048, mounted: 0, present: 0 },
};

/** One event of each type that a service can tell. */
export const EVERY_SERVICE_EVENT: {
  readonly [Type in ServiceEvent['type']]: Extract<ServiceEvent, { readonly type: Type }>;
} = {
  broken: {
    type: 'broken',
    definition: 'i.yaml',
    broken: { since: '2026-01-01T00:00:00.000Z', version: null, problems: [PROBLEM] },
  },
  recovered: { type: 'recovered', definition: 'i.yaml' },
  doubtful: { type: 'doubtful', definition: 'i.yaml', warning: { ...PROBLEM, hint: null } },
  completed: { type: 'completed', runId: FIRST_RUN },
  superseded: { type: 'superseded', runId: FIRST_RUN },
  closed: { type: 'closed', runId: FIRST_RUN, lost: 1 },
  retired: { type: 'retired', target: TARGET },
  listening: { type: 'listening', url: 'http://127.0.0.1:8080' },
  planned: { type: 'planned', run: run({ trigger: 'change' }), images: 3 },
  hook: { type: 'hook', isProven: false, accepted: false, reason: 'it is not signed' },
  idle: { type: 'idle', reason: 'this version is planned already' },
  resumed: { type: 'resumed', runId: FIRST_RUN, images: 2 },
  outcome: {
    type: 'outcome',
    runId: FIRST_RUN,
    outcome: recordedOutcome({ status: 'failed', error: ERROR }),
  },
  'put-off': { type: 'put-off', runId: FIRST_RUN, target: TARGET, error: ERROR, afterMs: 30_000 },
  ended: { type: 'ended', run: ENDED },
  unable: {
    type: 'unable',
    failure: new PullError('/srv/copy', 'fatal: unknown words'),
    afterMs: 60_000,
  },
  mended: { type: 'mended', message: 'git failed' },
  stopping: { type: 'stopping' },
};
