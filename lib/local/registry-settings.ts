import pMap from 'p-map';
import type { Definition } from '../definition/definition.ts';
import { isLayout, type RepositoryName } from '../oci/reference.ts';
import type { AccountSettings } from '../registry/account.ts';
import type { Credentials } from '../registry/credentials.ts';
import { NAMED_PROFILES } from '../registry/host-profile.ts';
import { parseProxy } from '../registry/proxies.ts';
import type { RegistrySettings } from '../registry/registries.ts';
import type { TlsIdentity } from '../registry/routes.ts';
import { readTlsIdentity } from './certificates.ts';
import type { CredentialPlace } from './credential-place.ts';
import { CredentialPlaces, type CredentialSources } from './credential-places.ts';
import { mostSpecific } from './name-scopes.ts';

export interface SettingSources extends CredentialSources {
  /** Folders with certificates in a folder for each host; they need not exist. */
  readonly certificateFolders: readonly string[];
}

/** How each registry of a definition is reached. */
export interface SettledRegistries {
  /**
   * Throws `CredentialsError` or `SettingError` where the credentials or certificates for `name` cannot be
   * had, and for no other name. Nothing is known of names that the definition does not have.
   */
  settingsOf(name: RepositoryName): RegistrySettings;
  /** Where the credentials for `name` are or should be, in words; `anonymous` without any, `unknown` after a failure. */
  credentialsOf(name: RepositoryName): string;
}

/** Credential helpers are programs, some of which ask a service first. */
const NAMES_AT_A_TIME = 8;

/**
 * Settles how each registry of `definition` is reached. Throws `CredentialsError` where it is
 * open which registry the credentials for targets are meant for.
 */
export async function settleRegistries(
  definition: Definition,
  sources: SettingSources,
): Promise<SettledRegistries> {
  const settling = new Settling(definition, sources);
  const settled = new Map<string, Settled>();
  const settleOne = async (name: RepositoryName) => {
    settled.set(keyOf(name), await settling.settle(name));
  };
  await pMap(namesOf(definition), settleOne, { concurrency: NAMES_AT_A_TIME });
  return {
    settingsOf: (name) => settled.get(keyOf(name))?.settings() ?? {},
    credentialsOf: (name) => settled.get(keyOf(name))?.words ?? ANONYMOUS,
  };
}

const ANONYMOUS = 'anonymous';

interface Settled {
  readonly words: string;
  /** Throws what went wrong while they were settled. */
  readonly settings: () => RegistrySettings;
}

interface Found {
  readonly place: Pick<CredentialPlace, 'scope' | 'words'>;
  /** Throws where the place has them, but they cannot be had. */
  readonly credentials: () => Credentials | undefined;
}

/** Reads every place and every certificate once, however many names they are for. */
class Settling {
  readonly #definition: Definition;
  readonly #sources: SettingSources;
  readonly #places: CredentialPlaces;
  readonly #read = new Map<string, Promise<() => Credentials | undefined>>();
  readonly #identities = new Map<string, Promise<TlsIdentity | undefined>>();

  constructor(definition: Definition, sources: SettingSources) {
    this.#definition = definition;
    this.#sources = sources;
    this.#places = new CredentialPlaces(definition, sources);
  }

  async settle(name: RepositoryName): Promise<Settled> {
    let words = 'unknown';
    try {
      const found = await this.#find(name);
      words = found.place.words;
      const settings = await this.#settings(name, found);
      return { words, settings: () => settings };
    } catch (error) {
      const settings = () => {
        throw error;
      };
      return { words, settings };
    }
  }

  async #settings(name: RepositoryName, { place, credentials }: Found): Promise<RegistrySettings> {
    const { registries } = this.#definition;
    const host = registries.get(name.registry) ?? {};
    const insecure = mostSpecific(registries, name, (settings) => settings.insecure);
    const tls = await this.#identity(name.registry);
    const known = credentials();
    return {
      scope: longer(place.scope, insecure?.scope),
      plainHttp: host.plainHttp,
      insecure: insecure?.value,
      maxConnections: host.maxConnections,
      credentials: known,
      account: known && place.words,
      otherAccounts: await this.#others(name),
      tls,
      proxy: proxyOf(name.registry, host.proxy),
      privateAddresses: host.privateAddresses,
      profile: host.uploads && NAMED_PROFILES[host.uploads],
    };
  }

  /** `undefined` where nobody takes turns with the first. */
  async #others(name: RepositoryName): Promise<readonly AccountSettings[] | undefined> {
    const others: AccountSettings[] = [];
    for (const place of this.#places.othersOf(name)) {
      const credentials = await this.#reading(place);
      others.push({ name: place.words, credentials: credentials() });
    }
    return others.length === 0 ? undefined : others;
  }

  async #find(name: RepositoryName): Promise<Found> {
    for (const place of await this.#places.of(name)) {
      const credentials = await this.#reading(place);
      if (isThere(credentials)) return { place, credentials };
    }
    const nobody = { scope: name.registry, words: ANONYMOUS };
    return { place: nobody, credentials: () => undefined };
  }

  /** A place that fails is where the credentials are all the same: nobody goes on as somebody else. */
  #reading(place: CredentialPlace): Promise<() => Credentials | undefined> {
    const key = JSON.stringify([place.scope, place.words]);
    const reading =
      this.#read.get(key) ??
      place.read().then(
        (credentials) => () => credentials,
        (error: unknown) => () => {
          throw error;
        },
      );
    this.#read.set(key, reading);
    return reading;
  }

  #identity(host: string): Promise<TlsIdentity | undefined> {
    const { registries } = this.#definition;
    const identity =
      this.#identities.get(host) ??
      readTlsIdentity(host, registries.get(host) ?? {}, this.#sources.certificateFolders);
    this.#identities.set(host, identity);
    return identity;
  }
}

function isThere(credentials: () => Credentials | undefined): boolean {
  try {
    return credentials() !== undefined;
  } catch {
    return true;
  }
}

function longer(one: string, other = ''): string {
  return other.length > one.length ? other : one;
}

function proxyOf(registry: string, proxy: string | undefined): URL | 'none' | undefined {
  if (proxy === undefined || proxy === 'none') return proxy;
  return parseProxy(proxy, `registries[${JSON.stringify(registry)}].proxy`);
}

function namesOf({ images }: Definition): readonly RepositoryName[] {
  const names = images.flatMap(({ source, target }) => [source, target]).filter(isRemote);
  return [...new Map(names.map((name) => [keyOf(name), name])).values()];
}

function isRemote(name: RepositoryName): boolean {
  return !isLayout(name);
}

function keyOf({ registry, repository }: RepositoryName): string {
  return `${registry}/${repository}`;
}
