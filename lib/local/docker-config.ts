import { systemClock } from '../mirror/system-clock.ts';
import type { RepositoryName } from '../oci/reference.ts';
import type { Credentials, RenewableCredentials } from '../registry/credentials.ts';
import { ExpiringCredentials } from '../registry/expiring-credentials.ts';
import { askCredentialHelper, type CredentialHelperOptions } from './credential-helper.ts';
import type { CredentialPlace } from './credential-place.ts';
import { credentialsOf, type DockerConfigEntry, hasSecret } from './docker-config-entry.ts';
import { type DockerConfigFile, readDockerConfigFile } from './docker-config-file.ts';
import { byScope, dockerKeyOf, type Keyed, type KeyRule } from './docker-registry-key.ts';
import { mostSpecific } from './name-scopes.ts';

export interface DockerConfigOptions extends CredentialHelperOptions {
  /** Whose file it is. Default: Docker's. */
  readonly rule?: KeyRule;
}

/** Reads docker's `config.json` or podman's `auth.json`; a missing one has no credentials. Throws `CredentialsError`. */
export async function readDockerConfig(
  file: string,
  options: DockerConfigOptions = {},
): Promise<DockerConfig> {
  return new DockerConfig(file, await readDockerConfigFile(file), options);
}

/** Who we are to registries, as docker knows it. Private fields keep its secrets from whatever prints objects. */
export class DockerConfig {
  readonly #file: string;
  readonly #rule: KeyRule;
  readonly #options: CredentialHelperOptions;
  readonly #entries: ReadonlyMap<string, Keyed<DockerConfigEntry>>;
  readonly #helpers: ReadonlyMap<string, Keyed<string>>;
  readonly #store: string;

  constructor(
    file: string,
    config: DockerConfigFile,
    { rule = 'docker', ...options }: DockerConfigOptions,
  ) {
    const entries = Object.entries(config.auths ?? {}).filter(([, entry]) => hasSecret(entry));
    this.#file = file;
    this.#rule = rule;
    this.#options = options;
    this.#entries = byScope(entries, rule);
    this.#helpers = byScope(Object.entries(config.credHelpers ?? {}), 'docker');
    this.#store = config.credsStore ?? '';
  }

  /**
   * Where the credentials for `name` are, `undefined` where nothing says anything of it: the
   * registry's own helper, else its entry, else the helper for all. Broken entries of others do not
   * matter.
   */
  placeOf(name: RepositoryName): CredentialPlace | undefined {
    const ownHelper = this.#helpers.get(name.registry)?.value;
    const entry = mostSpecific(this.#entries, name, (keyed) => keyed);
    if (!ownHelper && entry) return this.#entryPlace(entry.scope, entry.value);

    const helper = ownHelper ?? this.#store;
    return helper === '' ? undefined : this.#helperPlace(helper, name.registry);
  }

  #entryPlace(scope: string, { key, value }: Keyed<DockerConfigEntry>): CredentialPlace {
    const place = `${this.#file}: auths[${JSON.stringify(key)}]`;
    return {
      scope,
      words: `${WORDS[this.#rule]} ${this.#file}`,
      read: async (): Promise<Credentials> => credentialsOf(value, place),
    };
  }

  #helperPlace(helper: string, registry: string): CredentialPlace {
    return {
      scope: registry,
      words: `credential helper ${helper}`,
      read: () =>
        renewable(() => askCredentialHelper(helper, dockerKeyOf(registry), this.#options)),
    };
  }
}

const WORDS: Readonly<Record<KeyRule, string>> = {
  docker: 'docker config',
  podman: 'podman auth',
};

/** Helpers of clouds give tokens that live an hour: one that is refused later is asked for another. */
async function renewable(
  ask: () => Promise<RenewableCredentials | undefined>,
): Promise<Credentials | undefined> {
  let first = await ask();
  if (!first) return undefined;
  const issue = async () => {
    const credentials = first ?? (await ask());
    first = undefined;
    return { credentials, renewAt: Number.POSITIVE_INFINITY };
  };
  return new ExpiringCredentials(issue, systemClock);
}
