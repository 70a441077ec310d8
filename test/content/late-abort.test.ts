import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lateAbort } from '../../lib/content/late-abort.ts';

const REASON = new Error('interrupted');

describe('lateAbort', () => {
  let abort: AbortController;

  beforeEach(() => {
    vi.useFakeTimers();
    abort = new AbortController();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  /** Starts an exchange that ends by its own signal or by `answer`. */
  function exchange() {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const ended = lateAbort(abort.signal, 100, (late) => {
      late.addEventListener('abort', () => reject(late.reason));
      return promise;
    });
    return { ended, answer: resolve };
  }

  it('lets an exchange end that ends soon after the abort', async () => {
    const { ended, answer } = exchange();
    abort.abort(REASON);
    await vi.advanceTimersByTimeAsync(99);

    answer('answer');

    await expect(ended).resolves.toBe('answer');
  });

  it('ends an exchange that takes longer with the reason of the abort', async () => {
    const { ended } = exchange();
    const rejected = expect(ended).rejects.toBe(REASON);

    abort.abort(REASON);
    await vi.advanceTimersByTimeAsync(100);

    await rejected;
  });

  it('begins nothing after an abort', async () => {
    const begin = vi.fn();

    await expect(lateAbort(AbortSignal.abort(REASON), 100, begin)).rejects.toBe(REASON);

    expect(begin).not.toHaveBeenCalled();
  });

  it('leaves neither listener nor timer behind', async () => {
    const { ended, answer } = exchange();
    abort.abort(REASON);

    answer('answer');
    await ended;

    expect(getEventListeners(abort.signal, 'abort')).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
