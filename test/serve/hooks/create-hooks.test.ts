import { describe, expect, it } from 'vitest';
import type { ServiceEvent } from '../../../lib/serve/events.ts';
import { createHooks } from '../../../lib/serve/hooks/create-hooks.ts';
import { githubPush } from '../../support/hook-payloads.ts';
import { hmacOf, hooksOf } from '../../support/hook-sender.ts';
import { MemoryService } from '../../support/memory-service.ts';

const MIB = 1024 * 1024;
const BODY = JSON.stringify(githubPush());
const SIGNED = { 'X-GitHub-Event': 'push', 'X-Hub-Signature-256': `sha256=${hmacOf(BODY)}` };

function signed(body: string | Uint8Array): Record<string, string> {
  return { 'X-GitHub-Event': 'push', 'X-Hub-Signature-256': `sha256=${hmacOf(body)}` };
}

/** Chunks of a body whose length nobody tells, and how many of them were taken. */
function chunked(chunk: Uint8Array, count: number) {
  const taken = { chunks: 0 };
  const stream = new ReadableStream({
    pull(controller) {
      if (taken.chunks === count) return controller.close();
      taken.chunks += 1;
      controller.enqueue(chunk);
    },
  });
  return { stream, taken };
}

describe('createHooks', () => {
  it('makes the service look, and says why', async () => {
    const { push, service } = hooksOf();

    expect(await push(githubPush())).toEqual({
      status: 202,
      accepted: true,
      reason: 'a push to refs/heads/main',
    });
    expect(service.looks).toBe(1);
  });

  it('tells of every hook, whether it counts and whether it was proven', async () => {
    const { post, push, service } = hooksOf();
    const told: ServiceEvent[] = [];
    service.subscribe((event) => told.push(event));

    await push(githubPush());
    await post(BODY, { ...SIGNED, 'X-Hub-Signature-256': `sha256=${'0'.repeat(64)}` });
    await post('[]', signed('[]'));

    expect(told).toMatchObject([
      { type: 'hook', isProven: true, accepted: true, reason: 'a push to refs/heads/main' },
      { type: 'hook', isProven: false, accepted: false, reason: expect.stringContaining('signed') },
      { type: 'hook', isProven: true, accepted: false, reason: expect.stringContaining('JSON') },
    ]);
  });

  it('looks again for a hook that comes again', async () => {
    const { push, service } = hooksOf();
    await push(githubPush());

    expect(await push(githubPush())).toMatchObject({ accepted: true });
    expect(service.looks).toBe(2);
  });

  it('refuses hooks where it has no secret, and says how to give it one', async () => {
    const service = new MemoryService();
    const app = createHooks({
      attention: service,
      clock: service.clock,
      listener: (event) => service.emit(event),
    });
    const response = await app.request('/', { method: 'POST', body: BODY, headers: SIGNED });

    expect(response.status).toBe(403);
    expect(await response.text()).toContain('--hook-secret-file');
    expect(service.looks).toBe(0);
  });

  it('answers a ping', async () => {
    const { push, service } = hooksOf();

    const answer = await push({ zen: 'Keep it logically awesome.' }, { 'X-GitHub-Event': 'ping' });
    expect(answer).toMatchObject({ status: 200, accepted: false });
    expect(service.looks).toBe(0);
  });

  it.each(['pull_request', 'issues', 'Push'])('ignores the event %s', async (event) => {
    const { push, service } = hooksOf();

    expect(await push(githubPush(), { 'X-GitHub-Event': event })).toEqual({
      status: 202,
      accepted: false,
      reason: `${event} is no push`,
    });
    expect(service.looks).toBe(0);
  });

  it('ignores what names no event', async () => {
    const { post } = hooksOf();
    const headers = { 'X-Hub-Signature-256': `sha256=${hmacOf(BODY)}` };

    expect(JSON.parse((await post(BODY, headers)).text)).toMatchObject({ accepted: false });
  });

  it('reads the form that GitHub sends', async () => {
    const { post, service } = hooksOf();
    const body = new URLSearchParams({ payload: BODY }).toString();
    const headers = { ...signed(body), 'Content-Type': 'application/x-www-form-urlencoded' };

    expect((await post(body, headers)).status).toBe(202);
    expect(service.looks).toBe(1);
  });

  it.each([
    ['no JSON', 'no JSON'],
    ['a list', '[]'],
    ['a string', '"x"'],
    ['nothing', ''],
    ['no UTF-8', Buffer.from('{"a":"\u00ff"}', 'latin1')],
  ])('refuses %s, though it is signed', async (_, body) => {
    const { post, service } = hooksOf();

    expect((await post(body, signed(body))).status).toBe(400);
    expect(service.looks).toBe(0);
  });

  it('refuses a form without a payload', async () => {
    const { post } = hooksOf();
    const headers = { ...signed('a=b'), 'Content-Type': 'application/x-www-form-urlencoded' };

    expect((await post('a=b', headers)).status).toBe(400);
  });

  it('ignores a push in a shape that it does not know', async () => {
    const { push } = hooksOf();

    expect(await push({ ref: 7, push: [], changes: [{ ref: null }] })).toMatchObject({
      accepted: false,
    });
  });
});

describe('the body of a hook', () => {
  it('may come in chunks, without a length', async () => {
    const { post, service } = hooksOf();
    const { stream } = chunked(Buffer.from(BODY), 1);

    expect((await post(stream, SIGNED, { duplex: 'half' })).status).toBe(202);
    expect(service.looks).toBe(1);
  });

  it('is not read where it says that it is too large', async () => {
    const { post } = hooksOf();
    const { stream, taken } = chunked(new Uint8Array(MIB), 30);
    const headers = { ...SIGNED, 'Content-Length': String(25 * MIB + 1) };

    expect((await post(stream, headers, { duplex: 'half' })).status).toBe(413);
    // A stream fetches one chunk ahead.
    expect(taken.chunks).toBeLessThanOrEqual(1);
  });

  it('is read no further than it may be long, whatever it said', async () => {
    const { post } = hooksOf();
    const { stream, taken } = chunked(new Uint8Array(MIB), 100);
    const headers = { ...SIGNED, 'Content-Length': '7' };

    expect((await post(stream, headers, { duplex: 'half' })).status).toBe(413);
    expect(taken.chunks).toBeLessThan(30);
  });

  it('may have 25 MiB', async () => {
    const { post } = hooksOf();
    const body = JSON.stringify(githubPush({ commits: [], head_commit: null })).padEnd(
      25 * MIB,
      ' ',
    );

    expect((await post(body, signed(body))).status).toBe(202);
  });

  it('is not read where nothing proves who sent it', async () => {
    const { post } = hooksOf();
    const { stream, taken } = chunked(new Uint8Array(MIB), 9);

    expect((await post(stream, {}, { duplex: 'half' })).status).toBe(401);
    expect(taken.chunks).toBeLessThanOrEqual(1);
  });

  it('waits for others where four arrive at a time, and then does no more', async () => {
    const { post } = hooksOf();
    const { promise, resolve } = Promise.withResolvers<void>();
    const endless = () =>
      new ReadableStream({
        async pull(controller) {
          await promise;
          controller.close();
        },
      });
    const held = Array.from({ length: 4 }, () => post(endless(), SIGNED, { duplex: 'half' }));

    expect((await post(BODY, SIGNED)).status).toBe(503);

    resolve();
    for (const hook of held) expect((await hook).status).toBe(401);
    expect((await post(BODY, SIGNED)).status).toBe(202);
  });
});
