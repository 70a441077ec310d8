import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CredentialsError } from '../../../lib/local/errors.ts';
import { everySchedule } from '../../../lib/serve/schedule/every-schedule.ts';
import { image } from '../../support/image-builder.ts';
import { type Serving, startServing } from '../../support/serving.ts';
import { untilAsked } from '../../support/until-asked.ts';

const MINUTE = 60_000;

describe('the rounds of an engine', () => {
  let serving: Serving;

  beforeEach(async () => {
    serving = await startServing();
    await serving.mirror.publish(image({ seed: 1 }), 'one');
    await serving.define(['one']);
  });

  afterEach(() => serving.end());

  it('begin runs as the schedule says, counted from the run before', async () => {
    const engine = serving.serve({ schedule: everySchedule(2 * MINUTE) });
    const first = await engine.until('ended');
    const second = await engine.until('ended', ({ run }) => run.trigger === 'schedule');

    const [from, to] = [first, second].map(({ run }) => Date.parse(run.startedAt));
    expect(second.run.counts).toMatchObject({ unchanged: 1 });
    expect((to ?? 0) - (from ?? 0)).toBeGreaterThanOrEqual(2 * MINUTE);
    expect((to ?? 0) - (from ?? 0)).toBeLessThan(3 * MINUTE);
    expect(Date.parse(engine.view.state().nextRunAt ?? '')).toBeGreaterThan(to ?? 0);
  });

  it('skip a scheduled run while another one is open', async () => {
    const letGo = serving.hold('one');
    const engine = serving.serve({ schedule: everySchedule(2 * MINUTE) });
    await untilAsked(serving.mirror.source, 'HEAD', '/one/');

    const { reason } = await engine.until('idle');
    letGo();

    expect(reason).toMatch(/^the run \w+ is open$/);
    await engine.until('ended');
  });

  it('catch up on a run that was due while nobody served', async () => {
    const former = serving.serve({ schedule: everySchedule(2 * MINUTE) });
    await former.until('ended');
    await former.stop();
    serving.clock.advance(10 * MINUTE);

    const engine = serving.serve({ schedule: everySchedule(2 * MINUTE) });
    const started = serving.clock.now();
    const { run } = await engine.until('planned');

    expect(run.trigger).toBe('schedule');
    expect(Date.parse(run.startedAt) - started).toBeLessThan(MINUTE);
  });

  it('try again at the start what failed before, as it may have been mended', async () => {
    await serving.define(['one', 'late']);
    const former = serving.serve();
    expect((await former.until('ended')).run.counts).toMatchObject({ copied: 1, failed: 1 });
    await former.stop();
    await serving.mirror.publish(image({ seed: 2 }), 'late');

    const engine = serving.serve();
    const { run } = await engine.until('ended');

    expect(run).toMatchObject({ trigger: 'schedule', counts: { copied: 1, unchanged: 1 } });
  });

  it('pull first when they are called, at the start and when a run is due, and not for a changed file', async () => {
    let pulls = 0;
    const pull = async () => {
      pulls += 1;
    };
    const engine = serving.serve({ pull });
    await engine.until('ended');
    expect(pulls).toBe(1);

    await serving.define(['one', 'one-too']);
    await engine.until('ended', ({ run }) => run.expected === 2);
    expect(pulls).toBe(1);

    engine.look();
    await engine.until('idle');
    expect(pulls).toBe(2);
  });

  it('look all the same where the pull fails, say so, and pull again until it works', async () => {
    let failures = 2;
    const pull = async () => {
      failures -= 1;
      if (failures >= 0) throw new CredentialsError('no key', 'add one');
    };

    const engine = serving.serve({ pull });
    await engine.until('ended');
    expect(engine.view.state().problems).toMatchObject([{ message: 'no key', hint: 'add one' }]);
    await engine.until('mended');

    const unable = engine.events.filter((event) => event.type === 'unable');
    expect(unable.map(({ afterMs }) => afterMs)).toEqual([30_000, 60_000]);
    expect(engine.view.state().problems).toEqual([]);
  });

  it('try again where who we are cannot be settled', async () => {
    let failures = 1;
    const settled = { settingsOf: () => ({}), credentialsOf: () => 'anonymous', proxies: {} };
    const engine = serving.serve({
      settleAccess: async () => {
        failures -= 1;
        if (failures >= 0) throw new CredentialsError('no helper', 'install it');
        return { ...settled, credentialsPlace: 'in the test' };
      },
    });

    const { run } = await engine.until('ended');

    expect(engine.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['unable', 'mended']),
    );
    expect(run.counts.copied).toBe(1);
  });

  it('say that the ledger was removed under the service', async () => {
    const engine = serving.serve();
    await engine.until('ended');

    await rm(serving.mirror.ledgerFile);
    engine.look();
    const { failure } = await engine.until('unable');

    expect(failure.message).toContain('was removed or replaced');
    expect(engine.view.state().problems).toHaveLength(1);
  });

  it('end the service with a defect', async () => {
    const engine = serving.serve({
      settleAccess: async () => {
        throw new TypeError('a defect');
      },
    });

    expect(await engine.failure()).toMatchObject({ message: 'a defect' });
  });
});
