import { describe, expect, it } from 'vitest';
import { filledService, liveRun } from './filled-service.ts';

describe('MemoryService', () => {
  it('has an image in each status, in the order of the definition', async () => {
    const service = await filledService();

    const statuses = (await service.images()).map(({ status }) => status);
    const wanted = ['copied', 'unchanged', 'conflict', 'failed', 'skipped', 'waiting', 'failed'];
    expect(statuses).toEqual(wanted);
  });

  it('knows runs in each state and how a source moved', async () => {
    const { reader } = await filledService();

    const runs = await reader.listRuns({ limit: 9 });
    expect(runs.map(({ state }) => state)).toEqual([
      'planned',
      'completed',
      'superseded',
      'completed',
    ]);
    expect(await reader.listDrift('mirror.example/busybox:1')).toHaveLength(1);
  });

  it('tells those who listen until they stop to', async () => {
    const service = await filledService();
    const told: string[] = [];
    const stop = service.subscribe(({ type }) => told.push(type));

    service.emit({ type: 'mended', message: 'git failed' });
    stop();
    service.emit({ type: 'stopping' });

    expect(told).toEqual(['mended']);
    expect(service.listeners).toBe(0);
  });

  it('has a run under way for as long as a test wants', async () => {
    const service = await filledService();

    service.go(liveRun());
    expect(service.live()).toMatchObject({ expected: 10, trigger: 'change' });

    service.go(undefined);
    expect(service.live()).toBeUndefined();
  });
});
