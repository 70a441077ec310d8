import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../lib/oci/digest.ts';
import { parseReference } from '../../../lib/oci/reference.ts';
import { openUpload } from '../../support/upload-session.ts';
import { putBlob, request, useRegistries } from './opened-registries.ts';

const start = useRegistries();

describe('startEmbeddedRegistry', () => {
  it('names its host as references do', async () => {
    const { host, url } = await start();

    expect(parseReference(`${host}/app:1`).registry).toBe(host);
    expect(url.href).toBe(`http://${host}/`);
  });

  it('rejects when the port is taken', async () => {
    const { url } = await start();

    await expect(start({ port: Number(url.port) })).rejects.toThrow('EADDRINUSE');
  });
});

describe('requests', () => {
  it('logs what came and what was answered, in order', async () => {
    const registry = await start();

    const digest = await putBlob(registry, 'app', Buffer.from('12345'));
    const got = await request(registry, `/v2/app/blobs/${digest}`, { headers: { 'x-mine': '1' } });
    await got.text();

    expect(registry.requests).toMatchObject([
      { method: 'POST', path: '/v2/app/blobs/uploads/', status: 201, bytesReceived: 5 },
      { method: 'GET', path: `/v2/app/blobs/${digest}`, status: 200, bytesSent: 5, aborted: false },
    ]);
    expect(registry.requests[0]?.query.get('digest')).toBe(digest);
    expect(registry.requests[1]?.headers['x-mine']).toBe('1');
  });

  it('starts anew when it is cleared', async () => {
    const registry = await start();
    await request(registry, '/v2/');

    registry.clearRequests();

    expect(registry.requests).toEqual([]);
  });
});

describe('an upload that the client breaks off', () => {
  it('leaves the session with what arrived', async () => {
    const registry = await start();
    const location = await openUpload(new URL('/v2/app/', registry.url));
    const patch = httpRequest(location, { method: 'PATCH', headers: { 'content-length': 10 } });
    patch.on('error', () => undefined).write('01234');
    await expect.poll(() => registry.requests[1]?.bytesReceived).toBe(5);

    patch.destroy();
    const { headers } = await fetch(location);

    expect(headers.get('range')).toBe('0-4');
    expect(registry.requests[1]).toMatchObject({ status: undefined, aborted: true });
  });

  it('leaves nothing of a blob that came by one POST', async () => {
    const registry = await start();
    const path = `/v2/app/blobs/uploads/?digest=${digestOf(Buffer.from('0123456789'))}`;
    const post = httpRequest(new URL(path, registry.url), {
      method: 'POST',
      headers: { 'content-length': 10 },
    });
    post.on('error', () => undefined).write('01234');
    await expect.poll(() => registry.uploads).toBe(1);

    post.destroy();

    await expect.poll(() => registry.uploads).toBe(0);
    expect(await registry.storage.listRepositories()).toEqual([]);
  });
});

describe('a request that is refused when half of it was read', () => {
  it('lets the next one by on the same connection', async () => {
    const registry = await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = async (method: string, path: string, body: Uint8Array) => {
      const sent = httpRequest(new URL(path, registry.url), { method, agent }).end(body);
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      await once(answer.resume(), 'end');
      return answer.statusCode;
    };

    const refused = await send('PUT', '/v2/app/manifests/1', Buffer.alloc(32 * 1024 * 1024));
    const next = await send('GET', '/v2/', Buffer.alloc(0));

    agent.destroy();
    expect([refused, next]).toEqual([413, 200]);
    expect(registry.requests[0]?.bytesReceived).toBeLessThan(8 * 1024 * 1024);
  });
});

describe('close', () => {
  it('ends idle, silent, stalled and reading connections and open sessions', async () => {
    const registry = await start();
    const digest = await putBlob(registry, 'app', Buffer.alloc(64 * 1024 * 1024));
    await openUpload(new URL('/v2/app/', registry.url));
    registry.play({ path: '/v2/', do: { kind: 'stall' } });
    const stalled = request(registry, '/v2/').catch((error: unknown) => error);
    const reading = await request(registry, `/v2/app/blobs/${digest}`);
    const silent = connect(Number(registry.url.port), registry.url.hostname);
    silent.on('error', () => undefined);
    await once(silent, 'connect');
    await expect.poll(() => registry.connections).toBeGreaterThanOrEqual(3);

    await registry.close();

    expect(registry.connections).toBe(0);
    expect(registry.uploads).toBe(0);
    expect(await stalled).toBeInstanceOf(Error);
    await expect(reading.arrayBuffer()).rejects.toThrow();
    await expect(request(registry, '/v2/')).rejects.toThrow();
  });

  it('can be called again', async () => {
    const registry = await start();

    const closed = registry.close();

    expect(registry.close()).toBe(closed);
    await expect(closed).resolves.toBeUndefined();
  });
});
