import { describe, expect, it } from 'vitest';
import type { RenewableCredentials } from '../../lib/registry/credentials.ts';
import { ExpiringCredentials } from '../../lib/registry/expiring-credentials.ts';
import { lastingFailure, passingFailure } from '../support/failure.ts';
import { SkippingClock } from '../support/skipping-clock.ts';

const LIFE_MS = 3_600_000;

function setUp(issue?: () => Promise<RenewableCredentials | undefined>) {
  const clock = new SkippingClock();
  let issued = 0;
  const next = async (): Promise<RenewableCredentials> => {
    issued += 1;
    return { kind: 'basic', username: 'AWS', password: `${issued}` };
  };
  const provider = new ExpiringCredentials(async () => {
    const credentials = await (issue ?? next)();
    return { credentials, renewAt: clock.now() + LIFE_MS };
  }, clock);
  return { clock, provider, issued: () => issued };
}

describe('ExpiringCredentials', () => {
  it('asks once for however many wait, and keeps what it got', async () => {
    const { provider, issued } = setUp();

    const [one, other] = await Promise.all([provider.current(), provider.current()]);

    expect(one).toBe(other);
    expect(await provider.current()).toBe(one);
    expect(issued()).toBe(1);
  });

  it('asks again when the time is over', async () => {
    const { clock, provider } = setUp();
    await provider.current();

    clock.advance(LIFE_MS - 1);
    expect(await provider.current()).toMatchObject({ password: '1' });
    clock.advance(1);
    expect(await provider.current()).toMatchObject({ password: '2' });
  });

  it('asks again for what was refused after a while, once', async () => {
    const { clock, provider, issued } = setUp();
    const refused = await provider.current();
    clock.advance(300_000);

    expect(refused && provider.drop(refused)).toBe(true);
    await provider.current();
    expect(refused && provider.drop(refused)).toBe(true);
    await provider.current();

    expect(issued()).toBe(2);
  });

  it('does not blame the age of what has just been issued', async () => {
    const { clock, provider, issued } = setUp();
    const refused = await provider.current();
    clock.advance(299_999);

    expect(refused && provider.drop(refused)).toBe(false);
    await provider.current();

    expect(issued()).toBe(1);
  });

  it('keeps no failure that may pass', async () => {
    let attempts = 0;
    const { provider } = setUp(async () => {
      attempts += 1;
      if (attempts === 1) throw passingFailure();
      return undefined;
    });

    await expect(provider.current()).rejects.toThrow('CONNECTION_LOST');
    await expect(provider.current()).resolves.toBeUndefined();
  });

  it('keeps a failure that lasts for a moment, for all who wait for it', async () => {
    let attempts = 0;
    const { clock, provider } = setUp(async () => {
      attempts += 1;
      throw lastingFailure();
    });

    await expect(provider.current()).rejects.toThrow('DENIED');
    await expect(provider.current()).rejects.toThrow('DENIED');
    expect(attempts).toBe(1);
    clock.advance(10_000);
    await expect(provider.current()).rejects.toThrow('DENIED');

    expect(attempts).toBe(2);
  });

  it('goes on for others when one who waits leaves', async () => {
    const gate = Promise.withResolvers<RenewableCredentials | undefined>();
    const { provider } = setUp(() => gate.promise);
    const abort = new AbortController();
    const leaving = provider.current({ signal: abort.signal });
    const staying = provider.current();
    const reason = new Error('stop');

    abort.abort(reason);
    await expect(leaving).rejects.toBe(reason);
    gate.resolve({ kind: 'identity-token', token: 't' });

    await expect(staying).resolves.toEqual({ kind: 'identity-token', token: 't' });
  });
});
