import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { abortable } from '../../lib/registry/abortable.ts';

const REASON = new Error('interrupted');

describe('abortable', () => {
  it('waits without a signal', async () => {
    await expect(abortable(Promise.resolve('done'), undefined)).resolves.toBe('done');
  });

  it('rejects with the reason, and others can go on waiting', async () => {
    const abort = new AbortController();
    const { promise, resolve } = Promise.withResolvers<string>();
    const one = abortable(promise, abort.signal);
    const other = abortable(promise, new AbortController().signal);

    abort.abort(REASON);
    await expect(one).rejects.toBe(REASON);

    resolve('done');
    await expect(other).resolves.toBe('done');
  });

  it('rejects with the reason of an abort before', async () => {
    const waiting = abortable(Promise.resolve('done'), AbortSignal.abort(REASON));

    await expect(waiting).rejects.toBe(REASON);
  });

  it('gives what comes too late to whoever takes care of it', async () => {
    const abort = new AbortController();
    const { promise, resolve } = Promise.withResolvers<string>();
    const late: string[] = [];
    const waiting = abortable(promise, abort.signal, (value) => late.push(value));

    abort.abort(REASON);
    await expect(waiting).rejects.toBe(REASON);
    resolve('late');

    await expect.poll(() => late).toEqual(['late']);
  });

  it('hears of a failure that comes too late, and says nothing of it', async () => {
    const failing = Promise.reject(new Error('failed'));

    await expect(abortable(failing, AbortSignal.abort(REASON))).rejects.toBe(REASON);
  });

  it('surfaces the failure of what it waits for', async () => {
    const failure = new Error('failed');
    const { signal } = new AbortController();

    await expect(abortable(Promise.reject(failure), signal)).rejects.toBe(failure);
  });

  it('leaves no listener behind', async () => {
    const { signal } = new AbortController();

    await abortable(Promise.resolve(), signal);

    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
