import { describe, expect, it } from 'vitest';
import { Slots } from '../../lib/registry/slots.ts';

const REASON = new Error('interrupted');

/** Takes a place and notes in `order` when it was granted. */
async function take(slots: Slots, order: string[], name: string): Promise<() => void> {
  const giveBack = await slots.take();
  order.push(name);
  return giveBack;
}

describe('Slots', () => {
  it('grants places in the order in which they were asked for', async () => {
    const slots = new Slots(2);
    const order: string[] = [];
    const asked = ['a', 'b', 'c', 'd'].map((name) => take(slots, order, name));

    const giveBack = await asked[0];
    await asked[1];
    expect(order).toEqual(['a', 'b']);

    giveBack?.();
    await asked[2];
    expect(order).toEqual(['a', 'b', 'c']);
  });

  it('counts a place that is given back twice once', async () => {
    const slots = new Slots(1);
    const order: string[] = [];
    const giveBack = await take(slots, order, 'a');
    giveBack();
    giveBack();

    await take(slots, order, 'b');
    const third = take(slots, order, 'c');
    await Promise.resolve();

    expect(order).toEqual(['a', 'b']);
    void third;
  });

  it('has whoever comes later wait for whoever needs more than there is', async () => {
    const slots = new Slots(2);
    const order: string[] = [];
    const giveBack = await take(slots, order, 'a');
    const abort = new AbortController();
    const aborted = slots.take(abort.signal, 2);
    const next = take(slots, order, 'next');
    await Promise.resolve();
    expect(order).toEqual(['a']);

    abort.abort(REASON);

    await expect(aborted).rejects.toBe(REASON);
    await next;
    giveBack();
  });

  it('grants several places to one when all of them are free', async () => {
    const slots = new Slots(2);
    const first = await slots.take();
    const both = slots.take(undefined, 2);

    first();

    (await both)();
    await expect(slots.take(undefined, 2)).resolves.toBeTypeOf('function');
  });

  it('rejects at once when it was aborted before', async () => {
    const slots = new Slots(1);

    await expect(slots.take(AbortSignal.abort(REASON))).rejects.toBe(REASON);

    await expect(slots.take()).resolves.toBeTypeOf('function');
  });

  it('rejects a wait that is aborted and leaves its place to the next', async () => {
    const slots = new Slots(1);
    const abort = new AbortController();
    const order: string[] = [];
    const giveBack = await slots.take();
    const aborted = slots.take(abort.signal);
    const next = take(slots, order, 'next');

    abort.abort(REASON);
    giveBack();

    await expect(aborted).rejects.toBe(REASON);
    await next;
    expect(order).toEqual(['next']);
  });

  it('keeps a place that was granted before the abort', async () => {
    const slots = new Slots(1);
    const abort = new AbortController();
    const order: string[] = [];
    const giveBackFirst = await slots.take();
    const granted = slots.take(abort.signal);
    giveBackFirst();
    const giveBack = await granted;

    abort.abort(REASON);
    const next = take(slots, order, 'next');
    giveBack();

    await next;
    expect(order).toEqual(['next']);
  });
});
