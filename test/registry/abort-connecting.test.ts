import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Transport } from '../../lib/registry/transport.ts';

describe('a request whose connection is not made yet', () => {
  const sockets: Socket[] = [];
  let server: Server;
  let transport: Transport;
  let url: URL;

  beforeEach(async () => {
    // It takes connections and never answers the greeting of TLS.
    server = createServer((socket) => sockets.push(socket.on('error', () => {})));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = new URL(`https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v2/`);
    transport = new Transport();
  });

  afterEach(async () => {
    await transport.close();
    for (const socket of sockets.splice(0)) socket.destroy();
    server.close();
    await once(server, 'close');
  });

  it.each([
    ['without a body', undefined],
    ['with bytes', Buffer.from('bytes')],
    ['with a stream', (async function* () {})()],
  ])('ends at once when it is aborted: %s', async (_, body) => {
    const abort = new AbortController();
    const reason = new Error('stop');
    const request = { method: body ? 'PUT' : 'GET', url, signal: abort.signal };
    const sending = transport.send({ ...request, ...(body && { body }) });
    await expect.poll(() => sockets).toHaveLength(1);

    abort.abort(reason);

    await expect(sending).rejects.toBe(reason);
  });
});
