import { describe, expect, it } from 'vitest';
import type { ServiceEvent } from '../../../lib/serve/events.ts';
import { jsonFields } from '../../../lib/serve/log/json-fields.ts';
import { EVERY_SERVICE_EVENT } from '../../support/every-service-event.ts';
import { FIRST_RUN } from '../../support/run-builder.ts';

const TARGET = 'mirror.example/busybox:1';
const PROBLEM = { file: 'i.yaml', line: 2, column: 3, message: 'unknown key "a"', hint: 'write b' };
const ERROR = { code: 'CONNECTION_REFUSED', hint: 'look whether it runs', retryable: true };

const FIELDS: Readonly<Record<ServiceEvent['type'], object>> = {
  broken: {
    definition: 'i.yaml',
    broken: { since: '2026-01-01T00:00:00.000Z', version: null, problems: [PROBLEM] },
  },
  recovered: { definition: 'i.yaml' },
  doubtful: { definition: 'i.yaml', warning: { ...PROBLEM, hint: null } },
  completed: { runId: FIRST_RUN },
  superseded: { runId: FIRST_RUN },
  closed: { runId: FIRST_RUN, lost: 1 },
  retired: { target: TARGET },
  listening: { url: 'http://127.0.0.1:8080' },
  planned: { run: { id: FIRST_RUN, trigger: 'change', dryRun: false }, images: 3 },
  hook: { isProven: false, accepted: false, reason: 'it is not signed' },
  idle: { reason: 'this version is planned already' },
  resumed: { runId: FIRST_RUN, images: 2 },
  outcome: { runId: FIRST_RUN, image: { target: TARGET, status: 'failed', error: ERROR } },
  'put-off': { runId: FIRST_RUN, target: TARGET, error: ERROR, afterMs: 30_000 },
  ended: { run: { id: FIRST_RUN, state: 'completed', expected: 3, counts: { unchanged: 2 } } },
  unable: { error: { code: 'PULL_FAILED', retryable: true }, afterMs: 60_000 },
  mended: { message: 'git failed' },
  stopping: {},
};

const UNLISTED = { value: true, enumerable: true };

/** `value` with one member more in each of its objects, its own ones untouched. */
function withMore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMore);
  if (value instanceof Error) return Object.create(value, { unlisted: UNLISTED });
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, withMore(member)]);
  return { ...Object.fromEntries(members), unlisted: true };
}

describe('jsonFields', () => {
  it.each(Object.values(EVERY_SERVICE_EVENT))('tells $type', (event) => {
    expect(jsonFields(event)).toMatchObject(FIELDS[event.type]);
  });

  it.each(Object.values(EVERY_SERVICE_EVENT))('publishes nothing of $type by accident', (event) => {
    const more = withMore(event) as ServiceEvent;

    expect(JSON.stringify(jsonFields(more))).not.toContain('unlisted');
  });
});
