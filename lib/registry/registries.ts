import type { Access, CallOptions } from '../content/ports.ts';
import type { RetryPolicy } from '../content/retry.ts';
import type { RepositoryName } from '../oci/reference.ts';
import { DOCKER_HUB } from '../oci/registry-host.ts';
import type { AccountSettings } from './account.ts';
import type { Credentials } from './credentials.ts';
import { Endpoint } from './endpoint.ts';
import { AuthenticationError } from './errors.ts';
import { createGoogleCredentials } from './google-credentials.ts';
import { GOOGLE_KEY_USERNAME, isGoogleHost } from './google-key.ts';
import { type HostProfile, profileOf } from './host-profile.ts';
import { createHostSlots, type HostSlots } from './host-slots.ts';
import { isLoopback } from './loopback.ts';
import { MemoryThrottles } from './memory-throttles.ts';
import { type Proxies, proxyFor } from './proxy.ts';
import { ReadBuffers } from './read-buffers.ts';
import { Registry } from './registry.ts';
import { Repository } from './repository.ts';
import type { TlsIdentity } from './routes.ts';
import { ThrottleGates } from './throttle-gates.ts';
import type { Throttles } from './throttles.ts';
import { Transport, type TransportOptions } from './transport.ts';

/** How one registry is reached, or some of its repositories. */
export interface RegistrySettings {
  /**
   * The beginning that names share which have these settings, `host` or `host/path`: they share
   * connections and tokens too. Absent: the host.
   */
  readonly scope?: string | undefined;
  /** HTTP without TLS. Default: true for loopback hosts that are not `insecure`, false for all others. */
  readonly plainHttp?: boolean | undefined;
  /** Accepts any certificate, and plain HTTP where the registry speaks no TLS. Default: false. */
  readonly insecure?: boolean | undefined;
  /** Of the whole host: what is said for the first name of it that is opened counts. */
  readonly maxConnections?: number | undefined;
  /** Absent: anonymous. */
  readonly credentials?: Credentials | undefined;
  /** As in `AccountSettings`, of whoever has the credentials. */
  readonly account?: string | undefined;
  /** Others who may read there and take turns with the first: each has a limit of its own. Default: none. */
  readonly otherAccounts?: readonly AccountSettings[] | undefined;
  readonly tls?: TlsIdentity | undefined;
  /** The way to the registry, its token service and its storage. Default: as `RegistriesOptions.proxies` says. */
  readonly proxy?: URL | 'none' | undefined;
  /**
   * Whether the registry may lead to private addresses, of its network or of this machine, wherever it
   * is itself. Default: false, for a registry at a public address may not.
   */
  readonly privateAddresses?: boolean | undefined;
  /** Where the registry behaves otherwise than its host name tells. */
  readonly profile?: Partial<HostProfile> | undefined;
}

export interface RegistriesOptions
  extends Omit<TransportOptions, 'insecure' | 'tls' | 'proxyOf' | 'buffers'> {
  /** Settings of a repository's registry; what it throws surfaces where the repository is opened. */
  readonly settingsOf: (name: RepositoryName) => RegistrySettings;
  readonly retry: RetryPolicy;
  /**
   * Where whoever runs this process gives credentials, as the end of a sentence for those who need some,
   * such as `in a file`. Absent: nothing is said of that.
   */
  readonly credentialsPlace?: string | undefined;
  /** Proxies for whatever has none of its own. Default: none. */
  readonly proxies?: Proxies | undefined;
  /** Where limits are kept that are shared with other processes. Default: nowhere, this process knows its own. */
  readonly throttles?: Throttles | undefined;
  /** Makes what sends requests, all of them. Default: a `Transport`. */
  readonly createTransport?: ((options: TransportOptions) => Transport) | undefined;
}

/** Docker Hub is called by one name and answers at another. */
const DOCKER_HUB_API = 'registry-1.docker.io';

/** Every registry of this process, each with one set of connections, tokens and slots. */
export class Registries {
  readonly #options: RegistriesOptions;
  readonly #registries = new Map<string, Registry>();
  readonly #slots = new Map<string, HostSlots>();
  readonly #transports: Transport[] = [];
  readonly #foreignTransport: Transport;
  readonly #gates: ThrottleGates;
  readonly #buffers = new ReadBuffers();

  constructor(options: RegistriesOptions) {
    const { clock } = options.retry;
    const { throttles = new MemoryThrottles(clock) } = options;
    this.#options = options;
    this.#gates = new ThrottleGates({ throttles, clock });
    this.#foreignTransport = this.#transport({});
  }

  /** The repository `name`; `access` is what tokens for it are asked to allow. */
  open(name: RepositoryName, access: Access): Repository {
    return new Repository(this.#registry(name), name.repository, access);
  }

  /** Asks the registry of `name` for nothing but to be let in, with `access` to that repository. */
  async logIn(name: RepositoryName, access: Access, options: CallOptions = {}): Promise<void> {
    const registry = this.#registry(name);
    const scopes = [`repository:${name.repository}:${access}`];
    const url = new URL('/v2/', registry.url);
    await registry.request({ ...options, method: 'GET', url, scopes, accept: [200] }, () => {});
  }

  /** Breaks off whatever is in flight and closes every connection. */
  async close(): Promise<void> {
    for (const transport of this.#transports) await transport.close();
  }

  #registry(name: RepositoryName): Registry {
    const settings = this.#options.settingsOf(name);
    const key = JSON.stringify([name.registry, settings.scope]);
    const registry = this.#registries.get(key) ?? this.#create(name.registry, settings);
    this.#registries.set(key, registry);
    return registry;
  }

  #create(host: string, settings: RegistrySettings): Registry {
    const { insecure = false, tls, proxy, maxConnections } = settings;
    const { retry, credentialsPlace } = this.#options;
    const transport = this.#transport({ insecure, tls, proxy });
    const foreignTransport =
      proxy === undefined ? this.#foreignTransport : this.#transport({ proxy });
    const slots = this.#slots.get(host) ?? createHostSlots(maxConnections);
    this.#slots.set(host, slots);
    const google = { transport: foreignTransport, clock: retry.clock };
    return new Registry({
      endpoint: new Endpoint({ ...originOf(host, settings), transport }),
      name: host,
      accounts: [
        { name: settings.account, credentials: usable(host, settings.credentials, google) },
        ...(settings.otherAccounts ?? []).map(({ name, credentials }) => {
          return { name, credentials: usable(host, credentials, google) };
        }),
      ],
      gates: this.#gates,
      credentialsPlace,
      slots,
      transport,
      foreignTransport,
      privateAddresses: settings.privateAddresses,
      retry,
      profile: { ...profileOf(host), ...settings.profile },
    });
  }

  #transport({
    proxy,
    ...trust
  }: Pick<RegistrySettings, 'tls' | 'proxy'> & { readonly insecure?: boolean }): Transport {
    const { proxies = {}, createTransport = directly } = this.#options;
    const proxyOf = (url: URL) => (proxy === undefined ? proxyFor(url, proxies) : chosen(proxy));
    const transport = createTransport({
      ...this.#options,
      ...trust,
      proxyOf,
      buffers: this.#buffers,
    });
    this.#transports.push(transport);
    return transport;
  }
}

function directly(options: TransportOptions): Transport {
  return new Transport(options);
}

function chosen(proxy: URL | 'none'): URL | undefined {
  return proxy === 'none' ? undefined : proxy;
}

/** Loopback never leaves the machine; Docker and its relatives speak plain HTTP there too. */
function originOf(
  name: string,
  { insecure = false, plainHttp }: RegistrySettings,
): { readonly url: URL; readonly mayBePlain: boolean } {
  const secure = new URL(`https://${name === DOCKER_HUB ? DOCKER_HUB_API : name}`);
  const isPlain = plainHttp ?? (!insecure && isLoopback(secure.hostname));
  const url = isPlain ? new URL(secure.href.replace(/^https/, 'http')) : secure;
  return { url, mayBePlain: insecure && !isPlain };
}

/** A service account's key is a password for nobody but Google, and not one that is sent. */
function usable(
  host: string,
  credentials: Credentials | undefined,
  google: Parameters<typeof createGoogleCredentials>[1],
): Credentials | undefined {
  if (credentials?.kind !== 'basic' || credentials.username !== GOOGLE_KEY_USERNAME) {
    return credentials;
  }
  if (isGoogleHost(host)) return createGoogleCredentials(credentials.password, google);
  throw new AuthenticationError(
    `${host} is not a registry of Google's, but its username is ${GOOGLE_KEY_USERNAME}`,
    'give a service account as _json_key or with the user name that the registry expects',
  );
}
