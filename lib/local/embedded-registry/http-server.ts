import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Deals with one request; its promise ends when nothing of that runs any more. */
export type Serve = (incoming: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A server that knows its sockets and what it is working on. */
export class HttpServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #work = new Set<Promise<void>>();

  constructor() {
    // An upload may take as long as it takes.
    this.#server = createServer({ requestTimeout: 0 });
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** Binds to `hostname`, to any free port where `port` is 0, and returns `host:port`. */
  async listen(port: number, hostname: string): Promise<string> {
    this.#server.listen(port, hostname);
    await once(this.#server, 'listening');
    const address = this.#server.address();
    const bound = typeof address === 'object' ? address?.port : undefined;
    return `${hostname.includes(':') ? `[${hostname}]` : hostname}:${bound}`;
  }

  /** Hands every request from now on to `serve`; a promise that rejects ends its connection. */
  serve(serve: Serve): void {
    this.#server.on('request', (incoming: IncomingMessage, response: ServerResponse) => {
      const work = serve(incoming, response)
        .catch(() => response.destroy())
        .then(() => {
          this.#work.delete(work);
        });
      this.#work.add(work);
    });
  }

  /** Ends all connections and resolves when none is left and no request is worked on. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    // The server closes when it has let go of its sockets, which is before they say so themselves.
    for (const socket of this.#sockets) await once(socket, 'close');
    await closed;
    await Promise.all(this.#work);
  }
}
