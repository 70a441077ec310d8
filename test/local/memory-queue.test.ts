import { describe, expect, it } from 'vitest';
import { createMemoryQueue, type MemoryQueueOptions } from '../../lib/local/memory-queue.ts';
import type { SyncRequest } from '../../lib/mirror/sync-request.ts';
import { syncRequest } from '../support/run-builder.ts';

function requests(count: number, first = 0): SyncRequest[] {
  return Array.from({ length: count }, (_, position) =>
    syncRequest({ position: first + position }),
  );
}

/** A queue whose handler waits, for each request, until the test lets it go on. */
function heldQueue(given: Partial<MemoryQueueOptions> = {}) {
  const started: number[] = [];
  const abandoned: number[] = [];
  const held: PromiseWithResolvers<void>[] = [];
  const queue = createMemoryQueue({
    workers: 1,
    signal: new AbortController().signal,
    handle: ({ position }) => {
      started.push(position);
      const hold = Promise.withResolvers<void>();
      held.push(hold);
      return hold.promise;
    },
    abandoned: async ({ position }) => {
      abandoned.push(position);
    },
    ...given,
  });
  return { queue, started, abandoned, held };
}

/** Lets everything happen that waits for nothing but its turn. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('createMemoryQueue', () => {
  it('starts requests in the order in which they were sent, so many at a time', async () => {
    const { queue, started, held } = heldQueue({ workers: 2 });

    await queue.send(requests(3));
    await queue.send(requests(2, 3));
    await settled();
    expect(started).toEqual([0, 1]);

    held[1]?.resolve();
    await settled();
    expect(started).toEqual([0, 1, 2]);
  });

  it('hands over the request, its first attempt and the signal', async () => {
    const { signal } = new AbortController();
    const handled: unknown[] = [];
    const handle = async (...given: unknown[]) => void handled.push(given);
    const { queue } = heldQueue({ signal, handle });

    await queue.send(requests(1));
    await queue.drain();

    expect(handled).toEqual([[syncRequest(), { signal, attempt: 1 }]]);
  });

  it('is drained when the last request was handled', async () => {
    const { queue, held } = heldQueue({ workers: 2 });
    let drained = false;
    await queue.send(requests(2));

    const drain = queue.drain().then(() => {
      drained = true;
    });
    held[0]?.resolve();
    await settled();
    expect(drained).toBe(false);

    held[1]?.resolve();
    await drain;
    expect(drained).toBe(true);
  });

  it('is drained when nothing was sent', async () => {
    await expect(heldQueue().queue.drain()).resolves.toBeUndefined();
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'handles what is sent %i steps after the first',
    async (steps) => {
      const handled: number[] = [];
      const handle = async ({ position }: SyncRequest) => void handled.push(position);
      const { queue } = heldQueue({ handle });
      await queue.send(requests(1));

      for (let step = 0; step < steps; step += 1) await Promise.resolve();
      await queue.send(requests(1, 1));
      await queue.drain();

      expect(handled).toEqual([0, 1]);
    },
  );

  it('handles what a handler sends before it is drained', async () => {
    const handled: number[] = [];
    const { queue } = heldQueue({
      handle: async ({ position }) => {
        handled.push(position);
        if (position < 3) await queue.send(requests(1, position + 1));
      },
    });

    await queue.send(requests(1));
    await queue.drain();

    expect(handled).toEqual([0, 1, 2, 3]);
  });

  it('abandons what has not started when it is aborted, and waits for what has', async () => {
    const controller = new AbortController();
    const { queue, started, abandoned, held } = heldQueue({ signal: controller.signal });
    await queue.send(requests(3));

    controller.abort();
    await queue.send(requests(1, 3));
    const drain = queue.drain();
    held[0]?.resolve();
    await drain;

    expect(started).toEqual([0]);
    expect(abandoned).toEqual([1, 2, 3]);
  });

  it('rejects with the first error of a handler after it has handled the others', async () => {
    const failure = new Error('unexpected');
    const { queue, started, held } = heldQueue({ workers: 2 });
    await queue.send(requests(3));

    const drain = queue.drain();
    held[0]?.reject(failure);
    await settled();
    held[1]?.reject(new Error('later'));
    held[2]?.resolve();

    await expect(drain).rejects.toBe(failure);
    expect(started).toEqual([0, 1, 2]);
  });

  it.each([0, -1, Number.NaN])('refuses %s workers', (workers) => {
    expect(() => heldQueue({ workers })).toThrow(RangeError);
  });
});
