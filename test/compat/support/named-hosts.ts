import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { selfSigned, startTlsFront, type TlsFront } from '../../support/tls-front.ts';

/** Hosts of the document's targets; every other is a source. */
const TARGET_HOST = /\.example$/;

/** No authority vouches for all of a top-level domain, so that each host stands here. */
const HOSTS = [
  ...['quay.io', 'registry-1.docker.io', 'gcr.io', 'eu.gcr.io', 'europe-docker.pkg.dev'],
  ...['xxx.azurecr.io', 'reg.example', 'reg1.example', 'reg2.example', 'r.example'],
  'harbor.example',
];

/** The certificate is the dearest part of it, and good for every test of a file. */
const certificate = selfSigned(HOSTS.map((host) => `DNS:${host}`).join());

export interface Sides {
  readonly source: URL;
  readonly target: URL;
}

/**
 * The hosts that compat.md names, as two registries on loopback: a proxy leads
 * there, and a certificate vouches for them to who trusts it.
 */
export class NamedHosts {
  /** Address of the proxy. */
  readonly proxy: string;
  /** Certificate to trust, in PEM. */
  readonly authority: Buffer;
  readonly #close: () => Promise<void>;

  private constructor(proxy: string, authority: Buffer, close: () => Promise<void>) {
    this.proxy = proxy;
    this.authority = authority;
    this.#close = close;
  }

  static async start({ source, target }: Sides): Promise<NamedHosts> {
    const tls = await certificate;
    const fronts = {
      source: await startTlsFront(source, tls),
      target: await startTlsFront(target, tls),
    };
    const sockets = new Set<Socket>();
    const server = createServer().on('connect', ({ url = '' }, socket: Socket) => {
      const front = TARGET_HOST.test(url.replace(/:\d+$/, '')) ? fronts.target : fronts.source;
      const behind = tunnel(socket, front);
      for (const end of [socket, behind]) sockets.add(end);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;

    return new NamedHosts(`http://127.0.0.1:${port}`, tls.cert, async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
      await fronts.source.close();
      await fronts.target.close();
    });
  }

  close(): Promise<void> {
    return this.#close();
  }
}

function tunnel(socket: Socket, { host }: TlsFront): Socket {
  const behind = connect(Number(host.split(':')[1]), '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    socket.pipe(behind).pipe(socket);
  });
  // A peer that leaves takes the other with it.
  socket.on('error', () => {}).once('close', () => behind.destroy());
  return behind.on('error', () => {}).once('close', () => socket.destroy());
}
