import { describe, expect, it } from 'vitest';
import type { OutcomeStatus } from '../../../lib/mirror/outcome.ts';
import type { ServiceEvent } from '../../../lib/serve/events.ts';
import { createServiceLog, type ServiceLogOptions } from '../../../lib/serve/log/service-log.ts';
import { PullError } from '../../../lib/serve/pull/pull-error.ts';
import { EVERY_SERVICE_EVENT } from '../../support/every-service-event.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { recordedOutcome } from '../../support/run-builder.ts';

const NOW = '2026-01-01T00:00:00.000Z';
const {
  broken: BROKEN,
  recovered: RECOVERED,
  doubtful: DOUBTFUL,
  unable: UNABLE,
} = EVERY_SERVICE_EVENT;

const LEVELS: Readonly<Record<ServiceEvent['type'], string>> = {
  broken: 'error',
  recovered: 'info',
  doubtful: 'warning',
  completed: 'info',
  superseded: 'info',
  closed: 'warning',
  retired: 'info',
  listening: 'info',
  planned: 'info',
  hook: 'warning',
  idle: 'debug',
  resumed: 'info',
  outcome: 'error',
  'put-off': 'warning',
  ended: 'info',
  unable: 'error',
  mended: 'info',
  stopping: 'info',
};

function logged(
  events: readonly ServiceEvent[],
  options: Partial<Pick<ServiceLogOptions, 'format' | 'verbose'>> = {},
): string[] {
  const lines: string[] = [];
  const stream = { write: (text: string) => lines.push(text) };
  const log = createServiceLog({ stream, format: 'text', clock: new ManualClock(), ...options });
  for (const event of events) log(event);
  return lines;
}

function outcome(status: OutcomeStatus, warnings: readonly string[] = []): ServiceEvent {
  return { type: 'outcome', runId: 'r', outcome: recordedOutcome({ status, warnings }) };
}

describe('createServiceLog', () => {
  it.each(Object.values(EVERY_SERVICE_EVENT))('has one level for $type in all formats', (event) => {
    const level = LEVELS[event.type];
    const [text = ''] = logged([event], { verbose: true });
    const [json = ''] = logged([event], { verbose: true, format: 'json' });

    expect(text.startsWith(`${NOW} ${level}: `)).toBe(level !== 'info');
    expect(JSON.parse(json)).toMatchObject({ time: NOW, level, event: event.type });
  });

  it.each<[ServiceEvent, string]>([
    [outcome('copied'), 'info'],
    [outcome('copied', ['a signature does not survive']), 'warning'],
    [outcome('skipped'), 'info'],
    [outcome('unchanged', ['told before']), 'debug'],
    [outcome('conflict'), 'warning'],
    [outcome('failed'), 'error'],
  ])('takes %o as %s', (event, level) => {
    const [line = ''] = logged([event], { verbose: true, format: 'json' });

    expect(JSON.parse(line)).toMatchObject({ level });
  });

  it('writes a broken definition once while its problems stay, whatever else is changed in it', () => {
    const other = { ...BROKEN, broken: { ...BROKEN.broken, since: 'later', version: null } };

    expect(logged([BROKEN, other, BROKEN])).toHaveLength(2);
  });

  it('writes it again when its problems are others, or it was mended between', () => {
    const [problem] = BROKEN.broken.problems;
    const moved = problem && { ...problem, line: 9 };
    const other = { ...BROKEN, broken: { ...BROKEN.broken, problems: moved ? [moved] : [] } };

    expect(logged([BROKEN, other, RECOVERED, other], { format: 'json' })).toHaveLength(4);
  });

  it('writes a warning of a definition once', () => {
    expect(logged([DOUBTFUL, DOUBTFUL])).toHaveLength(1);
  });

  it('keeps no more warnings than anybody reads', () => {
    const many = Array.from({ length: 1001 }, (_, line) => {
      return { ...DOUBTFUL, warning: { ...DOUBTFUL.warning, line } };
    });

    expect(logged([...many, ...many.slice(0, 1)])).toHaveLength(1002);
  });

  it('writes a failure once for each attempt, however many notice it', () => {
    const clock = new ManualClock();
    const lines: string[] = [];
    const stream = { write: (text: string) => lines.push(text) };
    const log = createServiceLog({ stream, format: 'text', clock });
    const told = (...events: readonly ServiceEvent[]) => {
      for (const event of events) log(event);
      return lines.splice(0).length;
    };
    const other = { ...UNABLE, failure: new PullError('/other', 'fatal: something else') };

    expect(told(UNABLE, UNABLE, other, other)).toBe(2);
    clock.advance(UNABLE.afterMs * 0.8);
    expect(told(UNABLE, UNABLE)).toBe(1);
    expect(told(EVERY_SERVICE_EVENT.mended, UNABLE)).toBe(2);
  });

  it.each(['text', 'json'] as const)('has two lines for 5,000 unchanged images as %s', (format) => {
    const { planned, ended } = EVERY_SERVICE_EVENT;
    const images = Array.from({ length: 5000 }, () => outcome('unchanged'));

    expect(logged([planned, ...images, ended], { format })).toHaveLength(2);
    expect(logged([planned, ...images, ended], { format, verbose: true })).toHaveLength(5002);
  });

  it('says of looks that came to nothing only on request', () => {
    const { idle } = EVERY_SERVICE_EVENT;

    expect(logged([idle])).toEqual([]);
    expect(logged([idle], { verbose: true })).toEqual([
      `${NOW} debug: nothing to do: this version is planned already\n`,
    ]);
  });

  it('writes nothing that steers a terminal, nor more lines than there are', () => {
    const steering = { type: 'retired', target: 'a\u001b[2J\nb\u202ec\u009bd' } as const;
    const [text = ''] = logged([steering]);
    const [json = ''] = logged([steering], { format: 'json' });

    expect(text).toContain('a\\u001b[2J\\u000ab\\u202ec\\u009bd is no longer');
    expect(json).toMatch(/^[^\n\u202e\u009b]*\n$/);
    expect(JSON.parse(json)).toMatchObject({ target: steering.target });
  });
});
