import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import { buildConnector, errors } from 'undici';
import { ProxyError, proxyAuthorization } from './proxy-error.ts';

export interface TunnelsOptions {
  readonly proxy: URL;
  /** How TLS is spoken with the registry, through the tunnel. */
  readonly tls: buildConnector.BuildOptions;
  /** Longest wait for the proxy to open a tunnel. */
  readonly timeoutMs: number;
}

interface Connecting {
  destroy(): unknown;
}

/**
 * Connects through a proxy: RFC 9110, section 9.3.6. `undici.ProxyAgent` does too, but keeps its
 * connections in an `Agent`, which forgets what it works on (see Transport).
 */
export class Tunnels {
  readonly #options: TunnelsOptions;
  readonly #secure: buildConnector.connector;
  readonly #connecting = new Set<Connecting>();

  constructor(options: TunnelsOptions) {
    this.#options = options;
    this.#secure = buildConnector(options.tls);
  }

  /** Makes connections for a `Pool`. */
  readonly connect: buildConnector.connector = (options, callback) => {
    const port = options.port || (options.protocol === 'https:' ? '443' : '80');
    const hostname = options.hostname.includes(':') ? `[${options.hostname}]` : options.hostname;
    this.#open(`${hostname}:${port}`).then(
      (socket) => this.#greet(socket, options, callback),
      (error: Error) => callback(error, null),
    );
  };

  /** Breaks off whatever is being connected. */
  close(): void {
    for (const connecting of this.#connecting) connecting.destroy();
  }

  #greet(socket: Socket, options: buildConnector.Options, callback: buildConnector.Callback): void {
    this.#connecting.add(socket);
    this.#secure({ ...options, httpSocket: socket }, (...ending) => {
      this.#connecting.delete(socket);
      callback(...ending);
    });
  }

  /** Resolves to a socket that leads to `target`, which is `host:port`. */
  async #open(target: string): Promise<Socket> {
    const { proxy, timeoutMs } = this.#options;
    const request = connectRequest(proxy, target);
    const timer = setTimeout(() => request.destroy(new errors.ConnectTimeoutError()), timeoutMs);
    this.#connecting.add(request);
    try {
      const { status, socket } = await answerOf(request);
      if (status >= 200 && status <= 299) return socket;
      socket.destroy();
      throw new ProxyError(proxy, target, status);
    } catch (error) {
      throw error instanceof ProxyError ? error : new ProxyError(proxy, target, error as Error);
    } finally {
      clearTimeout(timer);
      this.#connecting.delete(request);
    }
  }
}

function connectRequest(proxy: URL, target: string): ClientRequest {
  const authorization = proxyAuthorization(proxy);
  // Loaded for a proxy alone: whoever goes directly would start later for it.
  const { request } = process.getBuiltinModule(
    proxy.protocol === 'https:' ? 'node:https' : 'node:http',
  );
  return request({
    method: 'CONNECT',
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    ...(proxy.port && { port: proxy.port }),
    path: target,
    headers: { host: target, ...(authorization && { 'proxy-authorization': authorization }) },
    agent: false,
  });
}

interface TunnelAnswer {
  readonly status: number;
  /** Leads to the registry where the status says so. */
  readonly socket: Socket;
}

function answerOf(request: ClientRequest): Promise<TunnelAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<TunnelAnswer>();
  request.once('error', reject).once('connect', ({ statusCode = 0 }, socket, head) => {
    // Errors from here on are for whoever speaks through the tunnel.
    socket.on('error', () => {});
    if (head.length > 0) socket.unshift(head);
    resolve({ status: statusCode, socket: socket as Socket });
  });
  request.end();
  return promise;
}
