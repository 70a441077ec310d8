import { isIP } from 'node:net';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { type buildConnector, Pool } from 'undici';
import { type AddressClass, classOfHost } from '../oci/address-class.ts';
import { type AddressRules, guardedConnector, OutOfReach } from './guarded-connector.ts';
import { ProxyError, proxyAuthorization } from './proxy-error.ts';
import { leadsTo, lesser, permits, type Reach } from './reach.ts';
import type { ReadBuffers, SocketOptions } from './read-buffers.ts';
import { Tunnels } from './tunnels.ts';

/** Whom TLS trusts and who we are there, all as PEM. */
export interface TlsIdentity {
  /** Authorities besides those that Node trusts anyway. */
  readonly authorities?: readonly string[];
  readonly certificate?: string;
  readonly key?: string;
}

export interface RoutesOptions extends AddressRules {
  /** Accepts any certificate. */
  readonly insecure: boolean;
  readonly tls?: TlsIdentity | undefined;
  /** The proxy for a URL, `undefined` to go there directly. */
  readonly proxyOf: (url: URL) => URL | undefined;
  /** Longest silence while a connection, an answer or more of a body is awaited. */
  readonly idleTimeoutMs: number;
  readonly buffers: ReadBuffers;
}

/** How requests reach one origin. */
export interface Route {
  readonly pool: Pool;
  /** How far whoever answers there may lead; `undefined` before a connection stood. */
  leadsTo(): Reach | undefined;
  /** What stands in the request line. */
  pathOf(url: URL): string;
  /** What every request carries besides its own headers. */
  headersFor(url: URL): Readonly<Record<string, string>>;
  /** The failure of a request that went this way, its proxy's named as such. */
  failureOf(url: URL, error: unknown): unknown;
  /** What to throw where an answer is the proxy's and not the registry's. */
  refusalOf(url: URL, status: number): ProxyError | undefined;
  close(): Promise<void>;
}

/** The way to each origin, found once for those who may go as far. */
export class Routes {
  // No Agent: it forgets a pool whose last connection has ended, with the
  // requests that the pool still works on, and could not break those off.
  readonly #routes = new Map<string, Route>();
  readonly #options: RoutesOptions;
  readonly #tls: buildConnector.BuildOptions;

  constructor(options: RoutesOptions) {
    this.#options = options;
    this.#tls = tlsOptionsOf(options);
  }

  /** Throws {@link OutOfReach} where a proxy would be asked for an address that is. */
  to(url: URL, reach: Reach): Route {
    const key = `${reach} ${url.origin}`;
    const route = this.#routes.get(key) ?? this.#create(url, reach);
    this.#routes.set(key, route);
    return route;
  }

  /** Breaks off whatever is in flight. */
  async close(): Promise<void> {
    for (const route of this.#routes.values()) await route.close();
  }

  #create(url: URL, reach: Reach): Route {
    const proxy = this.#options.proxyOf(url);
    if (!proxy) return this.#direct(url, reach);
    // The proxy looks names up; only what shows in the URL can be judged here.
    const found = this.#classOf(url);
    if (!permits(reach, found)) throw new OutOfReach(url.hostname, found);
    return url.protocol === 'https:'
      ? this.#tunnelled(url, proxy, leadsTo(found))
      : this.#forwarded(proxy, leadsTo(found));
  }

  #classOf({ hostname }: URL): AddressClass {
    const address = hostname.replace(/^\[|\]$/g, '');
    return isIP(address) === 0 ? classOfHost(hostname) : this.#options.classOf(address);
  }

  #direct({ origin, protocol }: URL, reach: Reach): Route {
    const { lookup, classOf } = this.#options;
    let furthest: Reach | undefined;
    const reached = (found: AddressClass) => {
      furthest = lesser(leadsTo(found), furthest);
    };
    const socket = protocol === 'https:' ? this.#tls : this.#plain;
    const connect = guardedConnector({ socket, lookup, classOf, reach, reached });
    const pool = new Pool(origin, { ...this.#poolOptions(), connect });
    return { ...STRAIGHT, pool, leadsTo: () => furthest, close: () => pool.destroy() };
  }

  #tunnelled({ origin }: URL, proxy: URL, furthest: Reach): Route {
    const timeoutMs = this.#options.idleTimeoutMs;
    const tunnels = new Tunnels({ proxy, tls: this.#tls, timeoutMs });
    const pool = new Pool(origin, { ...this.#poolOptions(), connect: tunnels.connect });
    const close = async () => {
      tunnels.close();
      await pool.destroy();
    };
    return { ...STRAIGHT, pool, leadsTo: () => furthest, close };
  }

  /** What is plain is not tunnelled but asked of the proxy, which many proxies insist on: RFC 9112, section 3.2.2. */
  #forwarded(proxy: URL, furthest: Reach): Route {
    const connect = { timeout: this.#options.idleTimeoutMs, allowH2: false };
    const pool = new Pool(proxy.origin, { ...this.#poolOptions(), connect });
    const authorization = proxyAuthorization(proxy);
    return {
      pool,
      leadsTo: () => furthest,
      pathOf: (url) => url.origin + url.pathname + url.search,
      headersFor: ({ host }) => ({
        host,
        ...(authorization && { 'proxy-authorization': authorization }),
      }),
      failureOf: ({ host }, error) =>
        error instanceof Error && isUnreachable(error) ? new ProxyError(proxy, host, error) : error,
      refusalOf: ({ host }, status) =>
        status === 407 ? new ProxyError(proxy, host, status) : undefined,
      close: () => pool.destroy(),
    };
  }

  get #plain(): SocketOptions & { readonly timeout: number } {
    const { idleTimeoutMs, buffers } = this.#options;
    return { timeout: idleTimeoutMs, ...buffers.socketOptions };
  }

  #poolOptions(): Pool.Options {
    const { idleTimeoutMs } = this.#options;
    return { headersTimeout: idleTimeoutMs, bodyTimeout: idleTimeoutMs, allowH2: false };
  }
}

const STRAIGHT: Omit<Route, 'pool' | 'close' | 'leadsTo'> = {
  pathOf: (url) => url.pathname + url.search,
  headersFor: () => ({}),
  failureOf: (_, error) => error,
  refusalOf: () => undefined,
};

function tlsOptionsOf({
  insecure,
  tls,
  idleTimeoutMs,
}: RoutesOptions): buildConnector.BuildOptions {
  return {
    timeout: idleTimeoutMs,
    allowH2: false,
    rejectUnauthorized: !insecure,
    ...(tls && { secureContext: contextOf(tls) }),
  };
}

/** Made once: reading all authorities anew would cost every connection some milliseconds. */
function contextOf({ authorities = [], certificate, key }: TlsIdentity): SecureContext {
  return createSecureContext({
    ca: [...getCACertificates(), ...authorities],
    ...(certificate !== undefined && { cert: certificate }),
    ...(key !== undefined && { key }),
  });
}

/** Codes of failures before a connection stands, which is the proxy's. */
const UNREACHABLE =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

function isUnreachable(error: Error): boolean {
  return 'code' in error && UNREACHABLE.test(String(error.code));
}
