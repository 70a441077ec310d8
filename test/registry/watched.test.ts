import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watched } from '../../lib/registry/watched.ts';
import { bytesOf, chunksOf } from '../support/chunks.ts';

const BYTES = Buffer.from('twelve bytes');

describe('watched', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('passes content on and leaves no timer behind', async () => {
    const onStall = vi.fn();

    expect(await bytesOf(watched(chunksOf(BYTES, 5), { idleTimeoutMs: 100, onStall }))).toEqual(
      BYTES,
    );

    expect(vi.getTimerCount()).toBe(0);
  });

  it('calls when nothing is asked for any more', async () => {
    const onStall = vi.fn();
    const chunks = watched(chunksOf(BYTES, 5), { idleTimeoutMs: 100, onStall })[
      Symbol.asyncIterator
    ]();
    await chunks.next();

    await vi.advanceTimersByTimeAsync(99);
    expect(onStall).not.toHaveBeenCalled();

    await vi.advanceTimersByTimeAsync(1);
    expect(onStall).toHaveBeenCalledTimes(1);
  });

  it('counts from the latest chunk', async () => {
    const onStall = vi.fn();
    const chunks = watched(chunksOf(BYTES, 5), { idleTimeoutMs: 100, onStall })[
      Symbol.asyncIterator
    ]();
    for (let round = 0; round < 3; round += 1) {
      await chunks.next();
      await vi.advanceTimersByTimeAsync(60);
    }

    expect(onStall).not.toHaveBeenCalled();
    await chunks.return?.();
  });

  it('does not blame the taker for content that is silent', async () => {
    const onStall = vi.fn();
    const { promise, resolve } = Promise.withResolvers<void>();
    async function* late() {
      yield BYTES;
      await promise;
      yield BYTES;
    }
    const chunks = watched(late(), { idleTimeoutMs: 100, onStall })[Symbol.asyncIterator]();
    await chunks.next();
    const next = chunks.next();

    await vi.advanceTimersByTimeAsync(1000);
    expect(onStall).not.toHaveBeenCalled();

    resolve();
    await next;
    await vi.advanceTimersByTimeAsync(100);
    expect(onStall).toHaveBeenCalledTimes(1);
  });

  it('tells of a chunk when the next is asked for', async () => {
    const onTaken = vi.fn();
    const options = { idleTimeoutMs: 100, onStall: vi.fn(), onTaken };
    const chunks = watched(chunksOf(BYTES, 5), options)[Symbol.asyncIterator]();

    const first = await chunks.next();
    expect(onTaken).not.toHaveBeenCalled();

    await chunks.next();
    expect(onTaken.mock.calls).toEqual([[first.value]]);
    await chunks.return?.();
  });

  it('lets go of content and timer when its taker leaves', async () => {
    let released = false;
    async function* content() {
      try {
        yield* chunksOf(BYTES, 1);
      } finally {
        released = true;
      }
    }

    for await (const _ of watched(content(), { idleTimeoutMs: 100, onStall: vi.fn() })) break;

    expect(released).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('surfaces the failure of the content and leaves no timer behind', async () => {
    const failure = new Error('broken');
    async function* broken() {
      yield BYTES;
      throw failure;
    }

    await expect(bytesOf(watched(broken(), { idleTimeoutMs: 100, onStall: vi.fn() }))).rejects.toBe(
      failure,
    );

    expect(vi.getTimerCount()).toBe(0);
  });
});
