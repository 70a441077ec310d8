import { once } from 'node:events';
import { connect } from 'node:net';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { ListenError } from '../../../lib/serve/http/listen-error.ts';
import { type HttpServer, serveHttp } from '../../../lib/serve/http/serve-http.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { MemoryService } from '../../support/memory-service.ts';
import { servedApp } from '../../support/served-app.ts';

const servers: HttpServer[] = [];

async function serve(app: Hono = servedApp(new MemoryService()).app, host = '127.0.0.1') {
  const clock = new ManualClock();
  const server = await serveHttp(app, { address: { host, port: 0 }, clock });
  servers.push(server);
  return { ...server, clock };
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** What a server sends back to bytes as they are. */
async function exchange(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname.replace(/[[\]]/g, ''));
  socket.end(text);
  let received = '';
  for await (const chunk of socket) received += chunk;
  return received;
}

describe('serveHttp', () => {
  it('serves at a free port and tells where', async () => {
    const { url } = await serve();

    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/);
    expect(await (await fetch(`${url}/`)).text()).toBe('a page');
  });

  it('answers HEAD with the headers alone', async () => {
    const { url } = await serve();
    const received = await exchange(
      url,
      'HEAD /api/runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    );

    expect(received).toMatch(/^HTTP\/1\.1 200 /);
    expect(received.endsWith('\r\n\r\n')).toBe(true);
  });

  it('knows by its socket that it is on loopback', async () => {
    const { url } = await serve();
    const get = (host: string) =>
      exchange(url, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);

    expect(await get('192.168.0.7')).toMatch(/^HTTP\/1\.1 421 /);
    expect(await get('evil.example:8080')).toMatch(/^HTTP\/1\.1 421 /);
    expect(await get('localhost:8080')).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('writes addresses of IPv6 in brackets', async () => {
    const { url } = await serve(undefined, '::1');

    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('says that another program listens there, and how to name another place', async () => {
    const { url } = await serve();
    const address = { host: '127.0.0.1', port: Number(new URL(url).port) };
    const failure = await serveHttp(new Hono(), { address, clock: new ManualClock() }).catch(
      (error: unknown) => error,
    );

    expect(failure).toBeInstanceOf(ListenError);
    expect(failure).toMatchObject({
      message: `the service cannot listen at 127.0.0.1:${address.port}: another program listens there`,
      hint: expect.stringContaining('--listen'),
    });
  });

  it('says that the machine has no such address', async () => {
    const address = { host: '192.0.2.1', port: 0 };
    const serving = serveHttp(new Hono(), { address, clock: new ManualClock() });

    await expect(serving).rejects.toThrow('192.0.2.1:0: this machine has no such address');
  });
});

describe('close', () => {
  it('takes no more requests', async () => {
    const { url, close } = await serve();
    await (await fetch(`${url}/healthz`)).text();

    await close();

    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  it('ends event streams at once, which their makers learn', async () => {
    const gone = Promise.withResolvers<void>();
    const events = () =>
      new ReadableStream({
        start: (c) => c.enqueue(new Uint8Array(9)),
        cancel: () => gone.resolve(),
      });
    const app = new Hono().get('/', (context) =>
      context.body(events(), 200, { 'Content-Type': 'text/event-stream' }),
    );
    const { url, close } = await serve(app);
    const response = await fetch(url);

    await close();

    await gone.promise;
    await expect(response.text()).rejects.toThrow();
  });

  it('lets a request under way end', async () => {
    const asked = Promise.withResolvers<void>();
    const ready = Promise.withResolvers<void>();
    const app = new Hono().get('/', async (context) => {
      asked.resolve();
      await ready.promise;
      return context.text('whole');
    });
    const { url, close } = await serve(app);
    const response = fetch(url);
    await asked.promise;

    const closing = close();
    ready.resolve();

    expect(await (await response).text()).toBe('whole');
    await closing;
  });

  // The connection would be kept for the next request for five seconds.
  it('ends a connection with the answer that was under way', { timeout: 2500 }, async () => {
    const body = new TransformStream<Uint8Array, Uint8Array>();
    const writer = body.writable.getWriter();
    const app = new Hono().get('/', (context) => context.body(body.readable));
    const { url, close } = await serve(app);
    const asked = fetch(url);
    await writer.write(Buffer.from('begun '));
    const response = await asked;

    const closing = close();
    await writer.write(Buffer.from('ended'));
    await writer.close();

    expect(await response.text()).toBe('begun ended');
    await closing;
  });

  it('does not wait for long for a request that never ends', async () => {
    const asked = Promise.withResolvers<void>();
    const app = new Hono().get('/', async () => {
      asked.resolve();
      return await new Promise<Response>(() => undefined);
    });
    const { url, close, clock } = await serve(app);
    const response = fetch(url).catch((error: unknown) => error);
    await asked.promise;

    const closing = close();
    clock.advance(3000);

    await closing;
    expect(await response).toBeInstanceOf(Error);
  });

  it('ends a connection that only waits', async () => {
    const { url, close } = await serve();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(socket, 'data');

    const ended = once(socket, 'close');
    await close();

    await ended;
  });
});
