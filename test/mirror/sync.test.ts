import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SyncListener } from '../../lib/mirror/events.ts';
import { InterruptedError } from '../../lib/mirror/interrupted-error.ts';
import type { RunSummary } from '../../lib/mirror/run.ts';
import { sync } from '../../lib/mirror/sync.ts';
import { lastingFailure } from '../support/failure.ts';
import { image } from '../support/image-builder.ts';
import { type Mirror, startMirror } from '../support/mirror.ts';
import { FIRST_RUN, run } from '../support/run-builder.ts';

const BUILT = image();

describe('sync', () => {
  let mirror: Mirror;

  beforeEach(async () => {
    mirror = await startMirror();
  });

  afterEach(() => mirror.end());

  it('resolves to the outcome that it records', async () => {
    await mirror.publish(BUILT);

    const outcome = await mirror.sync();

    expect(mirror.ledger.outcomes(FIRST_RUN)).toEqual([outcome]);
    const { source, target } = mirror.request();
    expect(outcome).toMatchObject({ source, target, attempts: 1, referrers: 0 });
  });

  it('says how often the request was delivered and how long it took', async () => {
    await mirror.publish(BUILT);
    const listener: SyncListener = ({ type }) => {
      if (type === 'expected') mirror.clock.advance(7);
    };

    const dependencies = mirror.dependencies({ listener });
    const { outcome } = await sync(mirror.request(), dependencies, { attempt: 3 });

    expect(outcome).toMatchObject({ attempts: 3, durationMs: 7 * BUILT.blobs.length });
  });

  it('tells of its beginning and its end', async () => {
    const outcome = await mirror.sync();

    const request = mirror.request();
    expect(mirror.events).toEqual([
      { type: 'started', request },
      { type: 'finished', request, outcome },
    ]);
  });

  it('completes its run with the last image', async () => {
    await mirror.ledger.openRun(run());
    await mirror.ledger.markPlanned(FIRST_RUN, 2);
    await mirror.publish(BUILT);

    await mirror.sync();
    expect(await mirror.ledger.readRun(FIRST_RUN)).toMatchObject({ state: 'planned' });
    await mirror.sync({ target: `${mirror.target.host}/mirror/app:2` });

    expect(await mirror.ledger.readRun(FIRST_RUN)).toMatchObject({
      state: 'completed',
      finishedAt: new Date(mirror.clock.now()).toISOString(),
      counts: { copied: 2 },
    });
  });

  it('counts an image once, however often its request is delivered', async () => {
    await mirror.ledger.openRun(run());
    await mirror.ledger.markPlanned(FIRST_RUN, 2);
    await mirror.publish(BUILT);

    await mirror.sync();
    await mirror.sync();

    const { state, counts } = (await mirror.ledger.readRun(FIRST_RUN)) ?? {};
    expect(state).toBe('planned');
    expect(counts).toMatchObject({ copied: 1, unchanged: 0 });
  });

  it('completes the run also where whoever counted the image had no time left for that', async () => {
    await mirror.ledger.openRun(run());
    await mirror.publish(BUILT);
    await mirror.sync();
    await mirror.ledger.markPlanned(FIRST_RUN, 1);

    const announced: string[] = [];
    const announce = async ({ id }: RunSummary) => void announced.push(id);
    const dependencies = mirror.dependencies({ announce });
    const { record } = await sync(mirror.request(), dependencies, { attempt: 2 });

    expect(record).toBe('known');
    expect(announced).toEqual([FIRST_RUN]);
    expect(await mirror.ledger.readRun(FIRST_RUN)).toMatchObject({ state: 'completed' });
  });

  it('records no failure that is not final, and gives it back', async () => {
    const options = { attempt: 1, isFinal: () => false };

    const synced = await sync(mirror.request(), mirror.dependencies(), options);

    expect(synced).toMatchObject({ record: 'put-off', failure: { code: 'NOT_FOUND' } });
    expect(mirror.ledger.outcomes(FIRST_RUN)).toEqual([]);
    const request = mirror.request();
    expect(mirror.events).toEqual([
      { type: 'started', request },
      { type: 'put-off', request },
    ]);
  });

  it('asks no registry when it is interrupted before it begins', async () => {
    const outcome = await mirror.sync({}, AbortSignal.abort(new InterruptedError()));

    expect(outcome).toMatchObject({ status: 'failed', error: { code: 'INTERRUPTED', side: null } });
    expect(mirror.source.requests).toEqual([]);
    expect(mirror.ledger.outcomes(FIRST_RUN)).toEqual([outcome]);
  });

  it('stops where it is when it is interrupted, and keeps what it knows', async () => {
    const controller = new AbortController();
    await mirror.publish(image({ layers: 4, layerBytes: 300_000 }));
    const listener: SyncListener = ({ type }) => {
      if (type === 'arrived') controller.abort(new InterruptedError());
    };

    const { outcome } = await sync(mirror.request(), mirror.dependencies({ listener }), {
      attempt: 1,
      signal: controller.signal,
    });

    expect(outcome).toMatchObject({ status: 'failed', reason: null, targetDigest: null });
    expect(outcome.sourceDigest).toMatch(/^sha256:/);
    expect(outcome.error).toMatchObject({ kind: 'transient', code: 'INTERRUPTED', side: null });
    expect(await mirror.tagged()).toBeUndefined();
  });

  it('names the side whose settings cannot be had', async () => {
    const failure = lastingFailure();
    const repositories = {
      open: () => {
        throw failure;
      },
    };

    const dependencies = mirror.dependencies({ repositories });
    const { outcome } = await sync(mirror.request(), dependencies, { attempt: 1 });

    expect(outcome.error).toMatchObject({ side: 'source', code: failure.code });
    expect(outcome.error?.message).toMatch(/^opening 127\.0\.0\.1:\d+ failed at the source: /);
  });

  it('makes an outcome of a defect too', async () => {
    const repositories = {
      open: () => {
        throw new TypeError('x is not a function');
      },
    };

    const dependencies = mirror.dependencies({ repositories });
    const { outcome } = await sync(mirror.request(), dependencies, { attempt: 1 });

    const error = { kind: 'internal', code: 'INTERNAL', message: 'x is not a function' };
    expect(outcome).toMatchObject({ status: 'failed', error });
  });
});
