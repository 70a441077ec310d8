import { beforeEach, describe, expect, it } from 'vitest';
import type { CallOptions } from '../../lib/content/ports.ts';
import { SharedCalls } from '../../lib/mirror/shared-calls.ts';
import { lastingFailure } from '../support/failure.ts';

/** Calls that the test answers, and that end with the reason of an abort. */
class HeldCalls {
  readonly held: PromiseWithResolvers<string>[] = [];
  readonly begin = ({ signal }: CallOptions): Promise<string> => {
    const hold = Promise.withResolvers<string>();
    signal?.addEventListener('abort', () => hold.reject(signal.reason));
    this.held.push(hold);
    return hold.promise;
  };
}

/** Lets everything happen that waits for nothing but its turn. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('SharedCalls', () => {
  let calls: SharedCalls<string>;
  let asked: HeldCalls;

  beforeEach(() => {
    calls = new SharedCalls();
    asked = new HeldCalls();
  });

  function ask(key: string, options?: CallOptions): Promise<string> {
    return calls.join(key, asked.begin, options);
  }

  it('gives everybody who asks meanwhile the answer of one call', async () => {
    const answers = [ask('app'), ask('app'), ask('other')];
    const begun = asked.held.length;
    for (const [number, hold] of asked.held.entries()) hold.resolve(`answer ${number}`);

    expect(begun).toBe(2);
    expect(await Promise.all(answers)).toEqual(['answer 0', 'answer 0', 'answer 1']);
  });

  it('begins anew when the call has ended', async () => {
    const first = ask('app');
    asked.held[0]?.resolve('old');
    await first;

    const second = ask('app');
    asked.held[1]?.resolve('new');

    expect(await second).toBe('new');
  });

  it('fails everybody who waits, and begins anew', async () => {
    const failure = lastingFailure();
    const answers = [ask('app'), ask('app')];
    asked.held[0]?.reject(failure);

    expect(await Promise.allSettled(answers)).toEqual([
      { status: 'rejected', reason: failure },
      { status: 'rejected', reason: failure },
    ]);
    const again = ask('app');
    asked.held[1]?.resolve('answer');
    expect(await again).toBe('answer');
  });

  it('goes on for the others when one of them is aborted, be it the first', async () => {
    const controller = new AbortController();
    const first = ask('app', controller);
    const second = ask('app');

    controller.abort('enough');
    await expect(first).rejects.toBe('enough');
    asked.held[0]?.resolve('answer');

    expect(await second).toBe('answer');
  });

  it('ends the call when the last one is aborted', async () => {
    const controllers = [new AbortController(), new AbortController()];
    const answers = controllers.map(({ signal }) => ask('app', { signal }));

    controllers[1]?.abort('first');
    controllers[0]?.abort('last');

    expect(await Promise.allSettled(answers)).toEqual([
      { status: 'rejected', reason: 'last' },
      { status: 'rejected', reason: 'first' },
    ]);
    await expect(asked.held[0]?.promise).rejects.toBe('last');
  });

  it('waits for the end of a call that it ended', async () => {
    const controller = new AbortController();
    const end = Promise.withResolvers<string>();
    let over = false;
    const answer = calls
      .join('app', () => end.promise, controller)
      .catch(() => {
        over = true;
      });

    controller.abort('enough');
    await settled();
    expect(over).toBe(false);

    end.reject('ended');
    await answer;
    expect(over).toBe(true);
  });

  it('joins nobody to a call that is about to end, nor forgets the one after it', async () => {
    const controller = new AbortController();
    const end = Promise.withResolvers<string>();
    const first = calls.join('app', () => end.promise, controller);
    controller.abort('enough');

    const second = ask('app');
    end.reject('ended');
    await expect(first).rejects.toBe('ended');
    const third = ask('app');
    const begun = asked.held.length;
    asked.held[0]?.resolve('answer');

    expect(begun).toBe(1);
    expect(await Promise.all([second, third])).toEqual(['answer', 'answer']);
  });

  it('begins nothing for a caller that is aborted already', async () => {
    const asking = ask('app', { signal: AbortSignal.abort('enough') });

    await expect(asking).rejects.toBe('enough');
    expect(asked.held).toEqual([]);
  });
});
