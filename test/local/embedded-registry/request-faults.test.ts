import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../../lib/local/embedded-registry/embedded-registry.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { openUpload } from '../../support/upload-session.ts';
import { request, useRegistries } from './opened-registries.ts';

const start = useRegistries();

const MANY_BYTES = Buffer.alloc(1_000_000, 'x');

let registry: EmbeddedRegistry;

beforeEach(async () => {
  registry = await start();
});

describe('a status fault', () => {
  it('answers as it was told, without reading the body', async () => {
    const headers = { 'Retry-After': '60', 'Content-Type': 'text/plain' };
    registry.play({ do: { kind: 'status', status: 429, headers, body: 'slow down' } });

    const answer = await request(registry, '/v2/app/blobs/uploads/', {
      method: 'POST',
      body: MANY_BYTES,
    });

    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('60');
    expect(await answer.text()).toBe('slow down');
    expect(registry.requests).toMatchObject([{ status: 429, bytesReceived: 0, bytesSent: 9 }]);
  });
});

describe('a redirect fault', () => {
  it('answers with the location', async () => {
    registry.play({ do: { kind: 'redirect', status: 307, location: 'http://cdn.example/blob' } });

    const answer = await request(registry, '/v2/', { redirect: 'manual' });

    expect(answer.status).toBe(307);
    expect(answer.headers.get('location')).toBe('http://cdn.example/blob');
  });
});

describe('a reset fault', () => {
  it('ends the connection before any answer and spares the next request', async () => {
    registry.play({ times: 1, do: { kind: 'reset' } });

    await expect(request(registry, '/v2/')).rejects.toThrow();

    expect((await request(registry, '/v2/')).status).toBe(200);
    expect(registry.requests).toMatchObject([
      { status: undefined, aborted: true },
      { status: 200, aborted: false },
    ]);
  });
});

describe('a stall fault', () => {
  it('answers nothing until the client gives up', async () => {
    registry.play({ path: '/v2/', do: { kind: 'stall' } });
    const giveUp = new AbortController();

    const stalled = request(registry, '/v2/', { signal: giveUp.signal });
    await expect.poll(() => registry.requests.length).toBe(1);
    giveUp.abort(new Error('gave up'));

    await expect(stalled).rejects.toThrow('gave up');
    await expect.poll(() => registry.requests[0]).toMatchObject({ aborted: true });
    await expect.poll(() => registry.connections).toBe(0);
  });
});

describe('a cutUpload fault', () => {
  it('keeps in the session exactly the bytes before the cut', async () => {
    const location = await openUpload(new URL('/v2/app/', registry.url));
    registry.play({ method: 'PATCH', times: 1, do: { kind: 'cutUpload', afterBytes: 70_000 } });

    await expect(fetch(location, { method: 'PATCH', body: MANY_BYTES })).rejects.toThrow();

    const { headers } = await fetch(location);
    const resumed = await fetch(new URL(headers.get('location') ?? '', registry.url), {
      method: 'PATCH',
      headers: { 'content-range': `70000-${MANY_BYTES.byteLength - 1}` },
      body: MANY_BYTES.subarray(70_000),
    });
    expect(headers.get('range')).toBe('0-69999');
    expect(resumed.status).toBe(202);
    expect(registry.requests[1]).toMatchObject({
      bytesReceived: 70_000,
      status: undefined,
      aborted: true,
    });
  });
});

describe('a lose fault', () => {
  it('does the work and says nothing', async () => {
    const digest = digestOf(MANY_BYTES);
    registry.play({ method: 'POST', do: { kind: 'lose' } });

    const posted = request(registry, `/v2/app/blobs/uploads/?digest=${digest}`, {
      method: 'POST',
      body: MANY_BYTES,
    });

    await expect(posted).rejects.toThrow();
    expect((await request(registry, `/v2/app/blobs/${digest}`)).status).toBe(200);
  });
});

describe('a stallUpload fault', () => {
  it('works on the first bytes and is silent until the client gives up', async () => {
    const location = await openUpload(new URL('/v2/app/', registry.url));
    registry.play({ method: 'PATCH', times: 1, do: { kind: 'stallUpload', afterBytes: 20_000 } });
    const giveUp = new AbortController();

    const stalled = fetch(location, {
      method: 'PATCH',
      body: MANY_BYTES.subarray(0, 50_000),
      signal: giveUp.signal,
    });
    await expect.poll(() => registry.requests[1]?.bytesReceived).toBe(20_000);
    expect(registry.requests[1]).toMatchObject({ ended: false, fault: { kind: 'stallUpload' } });
    giveUp.abort(new Error('gave up'));

    await expect(stalled).rejects.toThrow('gave up');
    expect((await fetch(location)).headers.get('range')).toBe('0-19999');
    expect(registry.requests[1]).toMatchObject({ ended: true, aborted: true });
  });
});

describe('a refuseUpload fault', () => {
  it('works on the first bytes, answers, and takes no more', async () => {
    const location = await openUpload(new URL('/v2/app/', registry.url));
    const effect = { kind: 'refuseUpload', afterBytes: 70_000, status: 413 } as const;
    registry.play({ method: 'PATCH', times: 1, do: effect });

    const refused = await fetch(location, { method: 'PATCH', body: MANY_BYTES });

    expect(refused.status).toBe(413);
    expect(refused.headers.get('connection')).toBe('close');
    expect((await fetch(location)).headers.get('range')).toBe('0-69999');
  });
});

describe('a meanwhile fault', () => {
  it('lets something else happen before the request is dealt with as usual', async () => {
    const location = await openUpload(new URL('/v2/app/', registry.url));
    registry.play({
      method: 'PUT',
      do: {
        kind: 'meanwhile',
        happens: ({ path }) => registry.loseUpload(path.slice(path.lastIndexOf('/') + 1)),
      },
    });

    const answer = await fetch(location, { method: 'PUT', body: MANY_BYTES });

    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('BLOB_UPLOAD_UNKNOWN');
    expect(registry.uploads).toBe(0);
  });
});
