import type { Credentials } from '../registry/credentials.ts';
import { askCredentialHelper, type CredentialHelperOptions } from './credential-helper.ts';
import { credentialsOf, type DockerConfigEntry, hasSecret } from './docker-config-entry.ts';
import { type DockerConfigFile, readDockerConfigFile } from './docker-config-file.ts';
import { byRegistry, dockerKeyOf, type Keyed } from './docker-registry-key.ts';

/** Reads docker's `config.json`; a missing one has no credentials. Throws `CredentialsError`. */
export async function readDockerConfig(
  file: string,
  options: CredentialHelperOptions = {},
): Promise<DockerConfig> {
  return new DockerConfig(file, await readDockerConfigFile(file), options);
}

/** Who we are to registries, as docker knows it. Private fields keep its secrets from whatever prints objects. */
export class DockerConfig {
  readonly #file: string;
  readonly #options: CredentialHelperOptions;
  readonly #entries: ReadonlyMap<string, Keyed<DockerConfigEntry>>;
  readonly #helpers: ReadonlyMap<string, Keyed<string>>;
  readonly #store: string;

  constructor(file: string, config: DockerConfigFile, options: CredentialHelperOptions) {
    this.#file = file;
    this.#options = options;
    this.#entries = byRegistry(
      Object.entries(config.auths ?? {}).filter(([, entry]) => hasSecret(entry)),
    );
    this.#helpers = byRegistry(Object.entries(config.credHelpers ?? {}));
    this.#store = config.credsStore ?? '';
  }

  /**
   * The credentials for `registry`, named as in a reference, or `undefined`:
   * from the registry's own helper, else from its entry, else from the helper
   * for all. A helper is asked anew at every call, since it may renew tokens.
   *
   * Throws `CredentialsError` where this registry's credentials are
   * broken; those of others do not matter.
   */
  async credentialsFor(registry: string): Promise<Credentials | undefined> {
    const ownHelper = this.#helpers.get(registry)?.value;
    const entry = this.#entries.get(registry);
    if (!ownHelper && entry) return credentialsOf(entry.value, this.#placeOf(entry));

    const helper = ownHelper ?? this.#store;
    return helper === ''
      ? undefined
      : askCredentialHelper(helper, dockerKeyOf(registry), this.#options);
  }

  #placeOf({ key }: Keyed<unknown>): string {
    return `${this.#file}: auths[${JSON.stringify(key)}]`;
  }
}
