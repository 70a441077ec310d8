import { afterEach, beforeEach } from 'vitest';
import type { BoundRegistries, BoundTarget } from '../../../lib/aws/environment.ts';
import {
  type AwsRepositories,
  type AwsRepositoriesOptions,
  createAwsRepositories,
} from '../../../lib/aws/registries/create-aws-repositories.ts';
import {
  type EmbeddedRegistry,
  startEmbeddedRegistry,
} from '../../../lib/local/embedded-registry/embedded-registry.ts';
import { image } from '../image-builder.ts';
import { ProxyServer } from '../proxy-server.ts';
import { SkippingClock } from '../skipping-clock.ts';
import { store } from '../store.ts';

/** One registry that a proxy leads every host to, so that the proxy sees who is told what. */
export class RegistriesBehindProxy {
  readonly clock = new SkippingClock();
  readonly registry: EmbeddedRegistry;
  readonly #proxy: ProxyServer;
  readonly #clients: AwsRepositories[] = [];

  private constructor(registry: EmbeddedRegistry, proxy: ProxyServer) {
    this.registry = registry;
    this.#proxy = proxy;
  }

  /** The registry has `app:1`, whatever its host is called. */
  static async start(): Promise<RegistriesBehindProxy> {
    const registry = await startEmbeddedRegistry();
    await store(image(), registry.storage, { repository: 'app', tag: '1' });
    return new RegistriesBehindProxy(registry, await ProxyServer.start({ leadsTo: registry.host }));
  }

  /** Repositories as a stack has bound them; hosts have to be bound to plain HTTP, which the proxy can read. */
  open(
    registries: BoundRegistries,
    targets: readonly BoundTarget[] = [],
    options: Partial<AwsRepositoriesOptions> = {},
  ): AwsRepositories {
    const client = createAwsRepositories({
      registries,
      targets,
      clock: this.clock,
      retry: { retries: 0, clock: this.clock, random: () => 0 },
      environment: { HTTP_PROXY: this.#proxy.url.href },
      ...options,
    });
    this.#clients.push(client);
    return client;
  }

  /** Each request by method and URL, with what it was authorised by. */
  get asked(): readonly (readonly [line: string, authorization: string | undefined])[] {
    return this.#proxy.requests.map(({ line, headers }) => [line, headers.authorization]);
  }

  async end(): Promise<void> {
    for (const client of this.#clients) await client.close();
    await this.#proxy.close();
    await this.registry.close();
  }
}

/** Gives those of the running test, which end with it. */
export function useRegistriesBehindProxy(): () => RegistriesBehindProxy {
  let behind: RegistriesBehindProxy | undefined;

  beforeEach(async () => {
    behind = await RegistriesBehindProxy.start();
  });

  afterEach(() => behind?.end());

  return () => {
    if (!behind) throw new Error('there are registries within a test only');
    return behind;
  };
}
