import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../lib/mirror/outcome.ts';
import type { ServiceEvent } from '../../../lib/serve/events.ts';
import { textLines } from '../../../lib/serve/log/text-lines.ts';
import { EVERY_SERVICE_EVENT } from '../../support/every-service-event.ts';
import { FIRST_RUN, recordedOutcome } from '../../support/run-builder.ts';

const LINES: Readonly<Record<ServiceEvent['type'], readonly string[]>> = {
  broken: [
    'i.yaml cannot be used; what could be used last, if anything, stays in force: 1 problem',
    'i.yaml:2:3 unknown key "a" (write b)',
  ],
  recovered: ['i.yaml can be used again'],
  doubtful: ['i.yaml:2:3 unknown key "a"'],
  completed: [`run ${FIRST_RUN} is completed: all its images had come to an outcome before`],
  superseded: [`run ${FIRST_RUN} is superseded: what is left of it is not begun any more`],
  closed: [`run ${FIRST_RUN} is closed: 1 image came to no outcome`],
  retired: [
    'mirror.example/busybox:1 is no longer in the definition, and no longer counts as failing',
  ],
  listening: ['listening at http://127.0.0.1:8080'],
  planned: [`run ${FIRST_RUN} begins (change): 3 images`],
  hook: ['a hook does not count: it is not signed'],
  idle: ['nothing to do: this version is planned already'],
  resumed: [`run ${FIRST_RUN} goes on: 2 images left`],
  outcome: [
    'failed docker.io/library/busybox:1 → mirror.example/busybox:1: nobody answers (look whether it runs)',
  ],
  'put-off': [
    'put off mirror.example/busybox:1: nobody answers (look whether it runs); tried again in 30 s',
  ],
  ended: [`run ${FIRST_RUN} has ended: 1 copied, 2 unchanged, 2 KiB uploaded`],
  unable: [
    'the working copy at /srv/copy cannot be pulled: fatal: unknown words (run git pull --ff-only there as the user of the service); tried again in 1 m',
  ],
  mended: ['works again: git failed'],
  stopping: ['stopping'],
};

describe('textLines', () => {
  it.each(Object.values(EVERY_SERVICE_EVENT))('tells $type', (event) => {
    expect(textLines(event)).toEqual(LINES[event.type]);
  });

  it.each<[string, Partial<Outcome>, string]>([
    [
      'what a copy took',
      { status: 'copied', bytes: { uploaded: 1024, mounted: 0, present: 0 }, referrers: 1 },
      'copied docker.io/library/busybox:1 → mirror.example/busybox:1: 1 KiB uploaded, 1 referrer, 12 ms',
    ],
    [
      'its warnings',
      { status: 'skipped', reason: 'kept', warnings: ['one', 'two'] },
      'skipped docker.io/library/busybox:1 → mirror.example/busybox:1: kept; one; two',
    ],
    [
      'the source of an entry that came to no image',
      { status: 'failed', target: null, reason: 'no tags' },
      'failed docker.io/library/busybox:1: no tags',
    ],
    [
      'what to do about a conflict',
      { status: 'conflict', reason: 'they differ' },
      'they differ (to replace what the target has, write onConflict: overwrite,',
    ],
  ])('tells of an outcome %s', (_, given, line) => {
    const outcome = { ...recordedOutcome(), ...given };

    expect(textLines({ type: 'outcome', runId: FIRST_RUN, outcome })[0]).toContain(line);
  });

  it('says so where a run had no images', () => {
    const { run } = EVERY_SERVICE_EVENT.ended;
    const nothing = { copied: 0, unchanged: 0, conflict: 0, skipped: 0, failed: 0 };
    const bytes = { uploaded: 0, mounted: 0, present: 0 };

    expect(textLines({ type: 'ended', run: { ...run, counts: nothing, bytes } })).toEqual([
      `run ${FIRST_RUN} has ended: no images`,
    ]);
  });
});
