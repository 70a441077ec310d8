import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';

/** A proxy that tunnels each host name to a server on loopback, and to nowhere else. */
export class RegistryHosts {
  /** Names that somebody wanted to reach and that nobody has. */
  readonly unknown: string[] = [];
  readonly #addresses = new Map<string, string>();
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer().on('connect', ({ url = '' }, socket: Socket) =>
    this.#tunnel(url.replace(/:443$/, ''), socket),
  );
  #port = 0;

  static async start(): Promise<RegistryHosts> {
    const hosts = new RegistryHosts();
    hosts.#server.listen(0, '127.0.0.1');
    await once(hosts.#server, 'listening');
    const address = hosts.#server.address();
    if (typeof address === 'object' && address) hosts.#port = address.port;
    return hosts;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Has `name` be at `address`, `127.0.0.1:port`. */
  lead(name: string, address: string): void {
    this.#addresses.set(name, address);
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, 'close');
  }

  #tunnel(name: string, socket: Socket): void {
    const address = this.#addresses.get(name);
    if (address === undefined) {
      this.unknown.push(name);
      socket.on('error', () => {}).end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const port = Number(address.split(':')[1]);
    const behind = this.#track(
      connect({ port, host: '127.0.0.1', noDelay: true }, () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        socket.pipe(behind).pipe(socket);
      }),
    );
    this.#track(socket).once('close', () => behind.destroy());
    behind.once('close', () => socket.destroy());
  }

  #track(socket: Socket): Socket {
    this.#sockets.add(socket);
    // A peer that leaves in the middle is what some stories are about.
    return socket.on('error', () => {}).once('close', () => this.#sockets.delete(socket));
  }
}
