import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { type SelfSigned, selfSigned, startTlsFront } from '../../support/tls-front.ts';

/** Every host that {@link startNamedHosts} knows; no authority vouches for all of a top-level domain. */
export const HOSTS: readonly string[] = [
  ...['quay.io', 'docker.io', 'registry-1.docker.io', 'xxx.azurecr.io'],
  ...['gcr.io', 'eu.gcr.io', 'europe-docker.pkg.dev'],
  ...['reg.example', 'reg1.example', 'reg2.example', 'r.example', 'harbor.example'],
];

/** Hosts of the document's targets; every other is a source. */
const TARGET_HOST = /\.example:443$/;

/** The hosts that compat.md names, as two registries on loopback. */
export interface NamedHosts {
  /** URL of the proxy that leads there. */
  readonly proxy: string;
  /** What vouches for them to whoever trusts it, in PEM. */
  readonly authority: Buffer;
  close(): Promise<void>;
}

export interface Sides {
  readonly source: URL;
  readonly target: URL;
}

let certificate: Promise<SelfSigned> | undefined;

/** Makes `source` and `target` what the document's hosts are, until they are closed. */
export async function startNamedHosts({ source, target }: Sides): Promise<NamedHosts> {
  // The dearest part of it, and as good for the next test.
  certificate ??= selfSigned(HOSTS.map((host) => `DNS:${host}`).join());
  const tls = await certificate;
  const [sources, targets] = [await startTlsFront(source, tls), await startTlsFront(target, tls)];
  const router = await startRouter((name) => (TARGET_HOST.test(name) ? targets : sources).host);
  const close = async () => {
    await router.close();
    await sources.close();
    await targets.close();
  };
  return { proxy: router.url, authority: tls.cert, close };
}

/** A proxy that tunnels to where `leadsTo` says that a name is. */
async function startRouter(leadsTo: (name: string) => string) {
  const sockets = new Set<Socket>();
  const server = createServer().on('connect', ({ url = '' }, socket: Socket) => {
    for (const end of [socket, tunnel(socket, leadsTo(url))]) sockets.add(end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const close = async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

function tunnel(socket: Socket, host: string): Socket {
  const port = Number(host.split(':')[1]);
  const behind = connect({ port, host: '127.0.0.1', noDelay: true }, () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    socket.pipe(behind).pipe(socket);
  });
  // A peer that leaves takes the other with it.
  socket.on('error', () => {}).once('close', () => behind.destroy());
  return behind.on('error', () => {}).once('close', () => socket.destroy());
}
