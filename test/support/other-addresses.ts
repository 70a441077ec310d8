import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach } from 'vitest';

/** Makes a server on 127.0.0.1 answer at the same port of other addresses of this machine, until the test ends. */
export function useOtherAddresses(): (port: number, addresses: readonly string[]) => Promise<void> {
  const servers = new Set<Server>();
  const sockets = new Set<Socket>();

  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
    sockets.clear();
    servers.clear();
  });

  const passOn = (from: Socket, port: number) => {
    const to = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(socket.on('error', () => {}).on('close', () => other.destroy()));
      socket.pipe(other);
    }
  };

  return async (port, addresses) => {
    for (const address of addresses) {
      const server = createServer((socket) => passOn(socket, port)).listen(port, address);
      servers.add(server);
      await once(server, 'listening');
    }
  };
}
