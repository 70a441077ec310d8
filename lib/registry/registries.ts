import type { Access } from '../content/ports.ts';
import type { RetryPolicy } from '../content/retry.ts';
import type { RepositoryName } from '../oci/reference.ts';
import { DOCKER_HUB } from '../oci/registry-host.ts';
import type { Credentials } from './credentials.ts';
import { Registry } from './registry.ts';
import { Repository } from './repository.ts';
import { Transport, type TransportOptions } from './transport.ts';

/** How one registry is reached. */
export interface RegistrySettings {
  /** HTTP without TLS. Default: true for loopback hosts that are not `insecure`, false for all others. */
  readonly plainHttp?: boolean | undefined;
  /** Accepts any certificate. Default: false. */
  readonly insecure?: boolean | undefined;
  readonly maxConnections?: number | undefined;
  /** Absent: anonymous. */
  readonly credentials?: Credentials | undefined;
}

export interface RegistriesOptions extends Omit<TransportOptions, 'insecure'> {
  /** Settings of the registry `host[:port]`; what it throws surfaces where the registry is opened. */
  readonly settingsOf: (registry: string) => RegistrySettings;
  readonly retry: RetryPolicy;
}

/** Docker Hub is called by one name and answers at another. */
const DOCKER_HUB_API = 'registry-1.docker.io';

/** Every registry of this process, each with one set of connections, tokens and slots. */
export class Registries {
  readonly #options: RegistriesOptions;
  readonly #registries = new Map<string, Registry>();
  readonly #transports = new Map<string, Transport>();
  readonly #foreignTransport: Transport;

  constructor(options: RegistriesOptions) {
    this.#options = options;
    this.#foreignTransport = new Transport(options);
  }

  /** The repository `name`; `access` is what tokens for it are asked to allow. */
  open({ registry, repository }: RepositoryName, access: Access): Repository {
    return new Repository(this.#registry(registry), repository, access);
  }

  /** Breaks off whatever is in flight and closes every connection. */
  async close(): Promise<void> {
    for (const transport of [this.#foreignTransport, ...this.#transports.values()]) {
      await transport.close();
    }
  }

  #registry(name: string): Registry {
    const known = this.#registries.get(name);
    if (known) return known;
    const settings = this.#options.settingsOf(name);
    const transport = new Transport({ ...this.#options, insecure: settings.insecure ?? false });
    const registry = new Registry({
      url: urlOf(name, settings),
      credentials: settings.credentials,
      maxConnections: settings.maxConnections,
      transport,
      foreignTransport: this.#foreignTransport,
      retry: this.#options.retry,
    });
    this.#transports.set(name, transport);
    this.#registries.set(name, registry);
    return registry;
  }
}

/** Loopback never leaves the machine; Docker and its relatives speak plain HTTP there too. */
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/;

function urlOf(
  name: string,
  { insecure = false, plainHttp = !insecure && LOOPBACK.test(name) }: RegistrySettings,
): URL {
  const host = name === DOCKER_HUB ? DOCKER_HUB_API : name;
  return new URL(`${plainHttp ? 'http' : 'https'}://${host}`);
}
