import { describe, expect, it } from 'vitest';
import type { CallOptions } from '../../lib/content/ports.ts';
import { concurrently } from '../../lib/copy/concurrently.ts';
import { BlobClaimedError } from '../../lib/copy/errors.ts';
import { digestOf } from '../../lib/oci/digest.ts';

/** Tasks that go on until the test, or an abort, ends them. */
class HeldTasks {
  readonly started: number[] = [];
  readonly ended: number[] = [];
  readonly held = new Map<number, PromiseWithResolvers<void>>();

  readonly task = async (item: number, { signal }: CallOptions): Promise<void> => {
    const hold = Promise.withResolvers<void>();
    this.started.push(item);
    this.held.set(item, hold);
    signal?.addEventListener('abort', () => setImmediate(() => hold.reject(signal.reason)));
    try {
      await hold.promise;
    } finally {
      this.ended.push(item);
    }
  };
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('concurrently', () => {
  it('runs so many tasks at a time, in order', async () => {
    const tasks = new HeldTasks();
    const all = concurrently([0, 1, 2, 3], tasks.task, { limit: 2 });

    await settled();
    expect(tasks.started).toEqual([0, 1]);
    tasks.held.get(1)?.resolve();
    await settled();
    expect(tasks.started).toEqual([0, 1, 2]);

    for (const item of [0, 2, 3]) {
      tasks.held.get(item)?.resolve();
      await settled();
    }
    await expect(all).resolves.toBeUndefined();
  });

  it('has nothing to do without items', async () => {
    await expect(concurrently([], () => Promise.reject(), { limit: 1 })).resolves.toBeUndefined();
  });

  it('ends the others at the first failure, begins no more, and waits for all', async () => {
    const tasks = new HeldTasks();
    const failure = new Error('first');
    const all = concurrently([0, 1, 2, 3], tasks.task, { limit: 3 });
    await settled();

    tasks.held.get(1)?.reject(failure);

    await expect(all).rejects.toBe(failure);
    expect(tasks.started).toEqual([0, 1, 2]);
    expect(tasks.ended).toEqual([1, 0, 2]);
  });

  it('lets the others come to their ends, and begins more, when one is put off', async () => {
    const tasks = new HeldTasks();
    const putOff = new BlobClaimedError('mirror.example', digestOf(new Uint8Array()));
    const all = concurrently([0, 1, 2], tasks.task, { limit: 2 });
    await settled();

    tasks.held.get(0)?.reject(putOff);
    await settled();
    for (const number of [1, 2]) tasks.held.get(number)?.resolve();

    await expect(all).rejects.toBe(putOff);
    expect(tasks.started).toEqual([0, 1, 2]);
    expect(tasks.ended).toEqual([0, 1, 2]);
  });

  it('ends all with the reason of an abort', async () => {
    const tasks = new HeldTasks();
    const controller = new AbortController();
    const reason = new Error('interrupted');
    const all = concurrently([0, 1, 2], tasks.task, { limit: 2, signal: controller.signal });
    await settled();

    controller.abort(reason);

    await expect(all).rejects.toBe(reason);
    expect(tasks.started).toEqual([0, 1]);
    expect(tasks.ended).toEqual([0, 1]);
  });

  it('begins nothing after an abort', async () => {
    const tasks = new HeldTasks();
    const reason = new Error('interrupted');

    const all = concurrently([0], tasks.task, { limit: 1, signal: AbortSignal.abort(reason) });

    await expect(all).rejects.toBe(reason);
    expect(tasks.started).toEqual([]);
  });
});
