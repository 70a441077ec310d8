import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';

/** What a proxy was asked for, and by whom. */
export interface ProxiedRequest {
  /** Such as `CONNECT a.example:443` or `GET http://a.example/v2/`. */
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
}

export interface ProxyOptions {
  /** Where every host is, as `host:port`; absent: where its name says. */
  readonly leadsTo?: string;
  /** `user:password` without which nobody is served. */
  readonly login?: string;
  /** Status with which every request is refused. */
  readonly refusal?: number;
  /** Whether CONNECT is never answered. */
  readonly isSilent?: boolean;
}

/** A proxy on loopback for plain requests and tunnels. */
export class ProxyServer {
  readonly requests: ProxiedRequest[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #options: ProxyOptions;
  readonly #server = createServer((asked, answer) => this.#forward(asked, answer));
  #port = 0;

  private constructor(options: ProxyOptions) {
    this.#options = options;
    this.#server.on('connect', (asked, socket: Socket) => this.#tunnel(asked, socket));
    this.#server.on('connection', (socket) => this.#track(socket));
  }

  static async start(options: ProxyOptions = {}): Promise<ProxyServer> {
    const proxy = new ProxyServer(options);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    const address = proxy.#server.address();
    if (typeof address === 'object' && address) proxy.#port = address.port;
    return proxy;
  }

  /** With the user and password that are asked for. */
  get url(): URL {
    const { login } = this.#options;
    return new URL(`http://${login === undefined ? '' : `${login}@`}127.0.0.1:${this.#port}`);
  }

  get lines(): readonly string[] {
    return this.requests.map(({ line }) => line);
  }

  /** How many connections are open, tunnels counted on both sides. */
  get connections(): number {
    return this.#sockets.size;
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, 'close');
  }

  #track(socket: Socket): Socket {
    this.#sockets.add(socket);
    // A peer that leaves in the middle is what some tests are about.
    return socket.on('error', () => {}).once('close', () => this.#sockets.delete(socket));
  }

  #statusFor(asked: IncomingMessage): number {
    const { login, refusal = 200 } = this.#options;
    this.requests.push({ line: `${asked.method} ${asked.url}`, headers: asked.headers });
    const expected = login && `Basic ${Buffer.from(login).toString('base64')}`;
    return asked.headers['proxy-authorization'] === expected ? refusal : 407;
  }

  #tunnel(asked: IncomingMessage, socket: Socket): void {
    const status = this.#statusFor(asked);
    if (this.#options.isSilent) {
      socket.resume().once('end', () => socket.end());
      return;
    }
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} Refused\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${this.#options.leadsTo ?? asked.url}`);
    const behind = this.#track(
      connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        behind.pipe(socket).pipe(behind);
      }),
    );
    socket.once('close', () => behind.destroy());
    behind.once('close', () => socket.destroy());
  }

  #forward(asked: IncomingMessage, answer: ServerResponse): void {
    const status = this.#statusFor(asked);
    if (status !== 200) {
      answer.writeHead(status).end();
      return;
    }
    const { host, pathname, search } = new URL(asked.url ?? '');
    const { hostname, port } = new URL(`http://${this.#options.leadsTo ?? host}`);
    const { 'proxy-authorization': _, ...headers } = asked.headers;
    const onward = { method: asked.method, hostname, port, path: pathname + search, headers };
    const behind = request({ ...onward, agent: false }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
    });
    behind.on('error', () => answer.destroy());
    answer.once('close', () => behind.destroy());
    asked.pipe(behind);
  }
}
