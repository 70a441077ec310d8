import { afterEach, beforeEach, expect, vi } from 'vitest';
import {
  type EmbeddedRegistry,
  type EmbeddedRegistryOptions,
  startEmbeddedRegistry,
} from '../../lib/local/embedded-registry/embedded-registry.ts';
import {
  Registries,
  type RegistriesOptions,
  type RegistrySettings,
} from '../../lib/registry/registries.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { SkippingClock } from './skipping-clock.ts';

export interface ClientOptions extends Partial<RegistriesOptions> {
  /** Of every registry; absent: plain HTTP on loopback, anonymous. */
  readonly settings?: RegistrySettings;
}

type Left = Pick<EmbeddedRegistry, 'connections' | 'uploads'>;

const NOTHING: Left = { connections: 0, uploads: 0 };

/**
 * Registries and clients of one test. When it ends the clients are closed, and
 * it fails if a connection or an upload session is left at a registry then.
 */
export class RegistryFixture {
  /** Decides the delays of clients and the age of tokens at registries. */
  readonly clock = new SkippingClock();
  readonly #registries: EmbeddedRegistry[] = [];
  readonly #clients: Registries[] = [];

  async start(options: EmbeddedRegistryOptions = {}): Promise<EmbeddedRegistry> {
    const registry = await startEmbeddedRegistry({ now: () => this.clock.now(), ...options });
    this.#registries.push(registry);
    return registry;
  }

  /** A client that repeats failed requests three times, without waiting. */
  client({ settings = {}, ...options }: ClientOptions = {}): Registries {
    const client = new Registries({
      settingsOf: () => settings,
      retry: { retries: 3, clock: this.clock, random: () => 0 },
      ...options,
    });
    this.#clients.push(client);
    return client;
  }

  /** The repository `app` of `registry`, to read and to write, through a client of its own. */
  app({ host }: Pick<EmbeddedRegistry, 'host'>, options?: ClientOptions): Repository {
    return this.client(options).open({ registry: host, repository: 'app' }, 'pull,push');
  }

  /** Closes everything, and throws where something was left open. */
  async end(): Promise<void> {
    for (const client of this.#clients) await client.close();
    try {
      // A registry hears of a connection's end a moment after the client.
      await vi.waitFor(() => expect(this.#left()).toEqual(this.#registries.map(() => NOTHING)), {
        interval: 1,
      });
    } finally {
      for (const registry of this.#registries) await registry.close();
    }
  }

  #left(): readonly Left[] {
    return this.#registries.map(({ connections, uploads }) => ({ connections, uploads }));
  }
}

/** Gives the fixture of the running test, which ends with it. */
export function useRegistryFixture(): () => RegistryFixture {
  let fixture = new RegistryFixture();

  beforeEach(() => {
    fixture = new RegistryFixture();
  });

  afterEach(() => fixture.end());

  return () => fixture;
}
