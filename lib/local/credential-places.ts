import type { DefinedCredentials, Definition } from '../definition/definition.ts';
import { isLayout, type RepositoryName } from '../oci/reference.ts';
import type { Credentials } from '../registry/credentials.ts';
import type { AuthFile } from './auth-files.ts';
import type { CredentialPlace } from './credential-place.ts';
import { type DockerConfig, readDockerConfig } from './docker-config.ts';
import { CredentialsError } from './errors.ts';
import { mostSpecific, type Scoped } from './name-scopes.ts';

/** Credentials for the registry that targets are on. */
export interface TargetCredentials {
  readonly credentials: Credentials;
  /** The option that they come from. */
  readonly option: string;
}

/** A role to be assumed before a cloud is asked for credentials. */
export type CloudRole = Pick<
  Extract<DefinedCredentials, { kind: 'ecr' }>,
  'roleArn' | 'externalId'
>;

export interface CredentialSources {
  /** For that of the prefix, else the only one; before what else is said of the whole host. */
  readonly targetCredentials?: TargetCredentials | undefined;
  /** Files of container tools, for registries of which nothing else is known; the first that knows one counts. */
  readonly authFiles: readonly AuthFile[];
  /** Credentials that come with a cloud's host names, `undefined` for all others; asked last, or for a role. */
  readonly cloudCredentials?: (registry: string, role?: CloudRole) => CredentialPlace | undefined;
  /** Ends the wait for credential helpers, which may ask a person. */
  readonly signal?: AbortSignal | undefined;
}

/** Says where credentials may be: explicit ones first, then those of container tools, then those of clouds. */
export class CredentialPlaces {
  readonly #definition: Definition;
  readonly #sources: CredentialSources;
  readonly #bound: string | undefined;
  readonly #files = new Map<string, Promise<DockerConfig>>();

  /** Throws `CredentialsError` where it is open which registry the credentials for targets are meant for. */
  constructor(definition: Definition, sources: CredentialSources) {
    this.#definition = definition;
    this.#sources = sources;
    this.#bound = sources.targetCredentials && targetRegistryOf(definition);
  }

  /** The places that may have credentials for `name`, of which the first that has some counts. */
  async of(name: RepositoryName): Promise<readonly CredentialPlace[]> {
    const explicit = this.#explicit(name);
    if (explicit) return [explicit];
    const places: CredentialPlace[] = [];
    for (const file of this.#sources.authFiles) {
      const place = (await this.#config(file)).placeOf(name);
      if (place) places.push(place);
    }
    const cloud = this.#sources.cloudCredentials?.(name.registry);
    return cloud ? [...places, cloud] : places;
  }

  /** Where those are who take turns with whoever the explicit credentials are of. */
  othersOf(name: RepositoryName): readonly CredentialPlace[] {
    const defined = this.#definedFor(name);
    if (!defined || this.#isGiven(name, defined.scope)) return [];
    const { otherCredentials = [] } = this.#definition.registries.get(defined.scope) ?? {};
    return otherCredentials.map((credentials, position) => {
      const place = this.#defined(defined.scope, credentials, name);
      return { ...place, words: `${place.words}, account ${position + 2}` };
    });
  }

  /** What is written for some of a host's repositories goes before what is given for the whole host. */
  #explicit(name: RepositoryName): CredentialPlace | undefined {
    const { targetCredentials: given } = this.#sources;
    const defined = this.#definedFor(name);
    if (given && this.#isGiven(name, defined?.scope)) {
      const { credentials, option } = given;
      return { scope: name.registry, words: option, read: async () => credentials };
    }
    return defined && this.#defined(defined.scope, defined.value, name);
  }

  #definedFor(name: RepositoryName): Scoped<DefinedCredentials> | undefined {
    return mostSpecific(this.#definition.registries, name, ({ credentials }) => credentials);
  }

  /** Whether the credentials for targets are meant, where others are defined for `scope`. */
  #isGiven({ registry }: RepositoryName, scope: string | undefined): boolean {
    const isOfPath = scope !== undefined && scope !== registry;
    return this.#sources.targetCredentials !== undefined && registry === this.#bound && !isOfPath;
  }

  #defined(scope: string, credentials: DefinedCredentials, name: RepositoryName): CredentialPlace {
    const words = `registries.${scope}`;
    switch (credentials.kind) {
      case 'docker-config': {
        const file: AuthFile = { file: credentials.path, rule: 'docker' };
        const read = async () => (await this.#config(file)).placeOf(name)?.read();
        return { scope, words: `docker config ${credentials.path}`, read };
      }
      case 'ecr':
        return { scope, words, read: async () => this.#ofRole(scope, credentials, name).read() };
      default:
        return { scope, words, read: async () => credentials };
    }
  }

  #ofRole(scope: string, role: CloudRole, { registry }: RepositoryName): CredentialPlace {
    const place = this.#sources.cloudCredentials?.(registry, role);
    if (place) return place;
    throw new CredentialsError(
      `registries.${scope} names a role, but ${registry} is not a registry of Amazon ECR`,
      'take ecrRole out, or write the host as AWS does',
    );
  }

  /** Each file is read once, however many registries it knows. */
  #config({ file, rule }: AuthFile): Promise<DockerConfig> {
    const { signal } = this.#sources;
    const read = this.#files.get(file) ?? readDockerConfig(file, { rule, signal });
    this.#files.set(file, read);
    return read;
  }
}

/** A secret goes to the registry that it is meant for, so it must be clear which that is. */
function targetRegistryOf({ images, prefixRegistry }: Definition): string {
  if (prefixRegistry !== undefined) return prefixRegistry;
  const targets = images.flatMap(({ target }) => (isLayout(target) ? [] : [target.registry]));
  const [only, ...others] = new Set(targets);
  if (only !== undefined && others.length === 0) return only;
  throw new CredentialsError(
    'the targets are on several registries and no prefix says for which the key or token is',
    'set --target-repo-prefix, or give credentials for each registry under registries',
  );
}
