import { describe, expect, it } from 'vitest';
import { ahead } from '../../lib/mirror/ahead.ts';

/** A task that goes on until it is aborted. */
function endless({ signal }: { readonly signal?: AbortSignal }): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal?.addEventListener('abort', () => reject(signal.reason));
  return promise;
}

describe('ahead', () => {
  it('gives the result to whoever needs it', async () => {
    const work = ahead(async () => 'done', {});

    expect(await work.result).toBe('done');
    await work.end();
  });

  it('breaks off what nobody needs', async () => {
    const work = ahead(endless, {});

    await work.end();

    await expect(work.result).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('keeps a failure for whoever needs the result', async () => {
    const failure = new Error('failed');
    const work = ahead(() => Promise.reject(failure), {});

    await work.end();

    await expect(work.result).rejects.toBe(failure);
  });

  it('ends with the reason of the abort from outside', async () => {
    const reason = new Error('interrupted');
    const controller = new AbortController();
    const work = ahead(endless, { signal: controller.signal });

    controller.abort(reason);

    await expect(work.result).rejects.toBe(reason);
  });
});
