import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { type Relay, startRelay } from '../../../../scripts/bench/relay/start-relay.ts';
import { startDockerRegistry } from '../../../support/docker-registry.ts';
import { openUpload } from '../../../support/upload-session.ts';

const FAR = { roundTripMs: 2, bytesPerSecond: 50_000_000 };

describe('startRelay', () => {
  const started: (() => unknown)[] = [];

  afterEach(async () => {
    for (const stop of started.splice(0).reverse()) await stop();
  });

  /** A relay in front of a server that does `serve` with each connection. */
  async function relayTo(serve: (socket: Socket) => void): Promise<Relay> {
    const server: Server = createServer({ allowHalfOpen: true }, serve).listen(0, '127.0.0.1');
    await once(server, 'listening');
    started.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    return await relayInFrontOf(new URL(`http://127.0.0.1:${port}`));
  }

  async function relayInFrontOf(target: URL): Promise<Relay> {
    const relay = await startRelay({ ...FAR, target });
    started.push(relay.stop);
    return relay;
  }

  it('passes on what it cannot hold at once, as it is and in both directions', async () => {
    const relay = await relayTo((socket) => socket.pipe(socket));
    const head = `PUT / HTTP/1.1\r\nContent-Length: ${3_000_000}\r\n\r\n`;
    const sent = Buffer.concat([Buffer.from(head), Buffer.alloc(3_000_000, 'content')]);

    const socket = connect(Number(relay.url.port), '127.0.0.1').end(sent);
    const received = await buffer(socket);

    expect(received.equals(sent)).toBe(true);
    expect(await relay.counts()).toEqual({
      connections: 1,
      requests: 1,
      sentBytes: sent.byteLength,
      receivedBytes: sent.byteLength,
    });
  });

  it('closes what breaks off behind it, after what was sent until then', async () => {
    const relay = await relayTo((socket) => socket.end('answer', () => socket.destroy()));

    const socket = connect(Number(relay.url.port), '127.0.0.1');
    socket.on('error', () => {});

    expect(String(await buffer(socket))).toBe('answer');
  });

  it('is where a registry behind it leads to', async () => {
    const registry = await startDockerRegistry();
    started.push(registry.stop);
    const relay = await relayInFrontOf(registry.url);

    const location = await openUpload(new URL('/v2/app/', relay.url));

    expect(new URL(location).host).toBe(relay.host);
  });
});
