import { describe, expect, it } from 'vitest';
import type { ServiceEvent } from '../../../lib/serve/events.ts';
import { createServiceLog } from '../../../lib/serve/log/service-log.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { recordedOutcome } from '../../support/run-builder.ts';

function logged(format: 'text' | 'json', events: readonly ServiceEvent[]): string[] {
  const lines: string[] = [];
  const stream = { write: (text: string) => lines.push(text) };
  const log = createServiceLog({ stream, format, clock: new ManualClock() });
  for (const event of events) log(event);
  return lines;
}

const problem = {
  file: 'i.yaml',
  line: 2,
  column: 3,
  message: 'no\u001b[2J\nsuch key',
  hint: null,
};
const BROKEN: ServiceEvent = {
  type: 'broken',
  definition: 'i.yaml',
  broken: { since: '2026-01-01T00:00:00.000Z', version: null, problems: [problem] },
};

describe('createServiceLog', () => {
  it('writes a problem once while it stays, and nothing that steers a terminal', () => {
    expect(logged('text', [BROKEN, BROKEN])).toEqual([
      '2026-01-01T00:00:00.000Z error: i.yaml:2:3 no\\u001b[2J\\u000asuch key\n',
    ]);
  });

  it('writes it again after it was mended', () => {
    const recovered: ServiceEvent = { type: 'recovered', definition: 'i.yaml' };

    expect(logged('text', [BROKEN, recovered, BROKEN])).toHaveLength(3);
  });

  it('writes JSON that can be parsed', () => {
    const [line = ''] = logged('json', [{ type: 'idle', reason: 'a\u202eb\u009bc' }]);

    expect(line).not.toMatch(/[\u202e\u009b]/);
    expect(JSON.parse(line)).toEqual({
      time: '2026-01-01T00:00:00.000Z',
      level: 'info',
      event: 'idle',
      reason: 'a\u202eb\u009bc',
    });
  });

  it.each(['text', 'json'] as const)('passes over unchanged images as %s', (format) => {
    const outcome = recordedOutcome({ status: 'unchanged' });

    expect(logged(format, [{ type: 'outcome', runId: 'r', outcome }])).toEqual([]);
  });
});
