import pMap from 'p-map';
import type {
  DefinedCredentials,
  RegistrySettings as DefinedSettings,
  Definition,
} from '../definition/definition.ts';
import type { Credentials } from '../registry/credentials.ts';
import type { RegistrySettings } from '../registry/registries.ts';
import { readDockerConfig } from './docker-config.ts';
import { CredentialsError } from './errors.ts';

export interface CredentialSources {
  /** For the registry that targets are on: that of the prefix, else the only one; before anything else. */
  readonly targetCredentials?: Credentials | undefined;
  /** Docker's `config.json`, for registries of which nothing else is known. */
  readonly dockerConfigFile: string;
}

/**
 * Settles how each registry of `definition` is reached. Credentials that cannot
 * be had fail the images of their own registry, when the returned function is
 * asked for it, and no others. Throws `CredentialsError` where it is open which
 * registry those for the targets are meant for.
 */
export async function settleRegistries(
  definition: Definition,
  { targetCredentials, dockerConfigFile }: CredentialSources,
): Promise<(registry: string) => RegistrySettings> {
  const bound = targetCredentials && targetRegistryOf(definition);
  const settled = new Map<string, () => RegistrySettings>();
  const settleOne = async (registry: string) => {
    const { credentials, ...settings } = definition.registries.get(registry) ?? {};
    const given = registry === bound ? targetCredentials : undefined;
    const find = async () =>
      given ?? (await credentialsFor(registry, credentials, dockerConfigFile));
    settled.set(registry, await settle(settings, find));
  };
  await pMap(registriesOf(definition), settleOne, { concurrency: HELPERS_AT_A_TIME });
  return (registry) => settled.get(registry)?.() ?? {};
}

/** Credential helpers are programs, some of which ask a service first. */
const HELPERS_AT_A_TIME = 8;

/** A secret goes to the registry that it is meant for, so it must be clear which that is. */
function targetRegistryOf({ images, prefixRegistry }: Definition): string {
  const [only, ...others] = new Set(images.map(({ target }) => target.registry));
  if (prefixRegistry !== undefined) return prefixRegistry;
  if (only !== undefined && others.length === 0) return only;
  throw new CredentialsError(
    'the targets are on several registries and no prefix says for which the key or token is',
    'set --target-repo-prefix, or give credentials for each registry under registries',
  );
}

function registriesOf({ images }: Definition): ReadonlySet<string> {
  return new Set(images.flatMap(({ source, target }) => [source.registry, target.registry]));
}

async function settle(
  settings: Omit<DefinedSettings, 'credentials'>,
  find: () => Promise<Credentials | undefined>,
): Promise<() => RegistrySettings> {
  try {
    const credentials = await find();
    return () => ({ ...settings, credentials });
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

async function credentialsFor(
  registry: string,
  defined: DefinedCredentials | undefined,
  dockerConfigFile: string,
): Promise<Credentials | undefined> {
  switch (defined?.kind) {
    case undefined:
      return await fromDockerConfig(dockerConfigFile, registry);
    case 'docker-config':
      return await fromDockerConfig(defined.path, registry);
    default:
      return defined;
  }
}

async function fromDockerConfig(file: string, registry: string): Promise<Credentials | undefined> {
  return await (await readDockerConfig(file)).credentialsFor(registry);
}
