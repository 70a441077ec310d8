import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { holdingFolder } from '../../../lib/local/oci-layout/folder-lock.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { SkippingClock } from '../../support/skipping-clock.ts';
import { useFolder } from './layouts.ts';

const LOCK = JSON.stringify(
  new URL('../../../lib/local/oci-layout/folder-lock.ts', import.meta.url).href,
);

/** Takes the lock of the folder that it is given and keeps it until it dies. */
const HOLDER = `
  const { holdingFolder } = await import(${LOCK});
  const clock = { now: () => 0, sleep: async () => {} };
  await holdingFolder(process.argv[1], { clock }, () => {
    process.stdout.write('held');
    return new Promise((resolve) => setTimeout(resolve, 600_000));
  });
`;

describe('holdingFolder', () => {
  const folder = useFolder();
  let holder: ChildProcess | undefined;

  afterEach(() => holder?.kill('SIGKILL'));

  const startHolder = async () => {
    const started = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, folder()], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    holder = started;
    await once(started.stdout, 'data');
    return started;
  };

  it('lets one of many work at a time', async () => {
    const clock = new ManualClock();
    const steps: string[] = [];
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
    const first = holdingFolder(folder(), { clock }, async () => {
      steps.push('first begins');
      await mayEnd;
      steps.push('first ends');
    });
    await vi.waitFor(() => expect(steps).toEqual(['first begins']), { interval: 1 });
    const second = holdingFolder(folder(), { clock }, async () => steps.push('second begins'));
    await vi.waitFor(() => expect(clock.sleepers).toBe(1), { interval: 1 });

    end();
    await first;
    clock.advance(1000);
    await second;

    expect(steps).toEqual(['first begins', 'first ends', 'second begins']);
  });

  it('gives the folder back when the work fails', async () => {
    const failure = new Error('broken');
    const options = { clock: new SkippingClock() };

    await expect(holdingFolder(folder(), options, () => Promise.reject(failure))).rejects.toBe(
      failure,
    );

    await expect(holdingFolder(folder(), options, async () => 'done')).resolves.toBe('done');
  });

  it('gives up on a process that keeps it, and says which file that locks', async () => {
    await startHolder();
    const clock = new SkippingClock();

    const waiting = holdingFolder(folder(), { clock }, async () => {});

    await expect(waiting).rejects.toMatchObject({
      code: 'LAYOUT_UNUSABLE',
      retryable: true,
      message: `${folder()}/.image-syncer.lock has been locked for 30 s`,
    });
  });

  it('is not kept by a process that was killed', async () => {
    const started = await startHolder();
    started.kill('SIGKILL');
    await once(started, 'exit');

    const work = holdingFolder(folder(), { clock: new SkippingClock() }, async () => 'done');

    await expect(work).resolves.toBe('done');
  });

  it('ends waiting when it is aborted', async () => {
    const clock = new ManualClock();
    const abort = new AbortController();
    const reason = new Error('interrupted');
    await startHolder();
    const waiting = holdingFolder(folder(), { clock, signal: abort.signal }, async () => {});

    abort.abort(reason);

    await expect(waiting).rejects.toBe(reason);
    expect(clock.sleepers).toBe(0);
  });
});
