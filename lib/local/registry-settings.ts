import pMap from 'p-map';
import type {
  DefinedCredentials,
  RegistrySettings as DefinedSettings,
  Definition,
} from '../definition/definition.ts';
import type { Credentials } from '../registry/credentials.ts';
import type { RegistrySettings } from '../registry/registries.ts';
import { readDockerConfig } from './docker-config.ts';

export interface CredentialSources {
  /** For every registry that images are copied to, before anything else. */
  readonly targetCredentials?: Credentials | undefined;
  /** Docker's `config.json`, for registries of which nothing else is known. */
  readonly dockerConfigFile: string;
}

/**
 * Settles how each registry of `definition` is reached. Credentials that cannot
 * be had fail the images of their own registry, when the returned function is
 * asked for it, and no others.
 */
export async function settleRegistries(
  definition: Definition,
  sources: CredentialSources,
): Promise<(registry: string) => RegistrySettings> {
  const settled = new Map<string, () => RegistrySettings>();
  const settleOne = async ([registry, isTarget]: readonly [string, boolean]) => {
    const { credentials, ...settings } = definition.registries.get(registry) ?? {};
    settled.set(registry, await settle(registry, { credentials, isTarget, settings, ...sources }));
  };
  await pMap(registriesOf(definition), settleOne, { concurrency: HELPERS_AT_A_TIME });
  return (registry) => settled.get(registry)?.() ?? {};
}

/** Credential helpers are programs, some of which ask a service first. */
const HELPERS_AT_A_TIME = 8;

/** Every registry that is named, and whether it is a target. */
function registriesOf({ images }: Definition): ReadonlyMap<string, boolean> {
  const targets = new Set(images.map(({ target }) => target.registry));
  const all = images.flatMap(({ source, target }) => [source.registry, target.registry]);
  return new Map(all.map((registry) => [registry, targets.has(registry)]));
}

interface SettleOptions extends CredentialSources {
  readonly credentials: DefinedCredentials | undefined;
  readonly settings: Omit<DefinedSettings, 'credentials'>;
  readonly isTarget: boolean;
}

async function settle(
  registry: string,
  { settings, ...options }: SettleOptions,
): Promise<() => RegistrySettings> {
  try {
    const credentials = await credentialsFor(registry, options);
    return () => ({ ...settings, credentials });
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

async function credentialsFor(
  registry: string,
  { credentials, isTarget, targetCredentials, dockerConfigFile }: Omit<SettleOptions, 'settings'>,
): Promise<Credentials | undefined> {
  if (isTarget && targetCredentials) return targetCredentials;
  switch (credentials?.kind) {
    case undefined:
      return await fromDockerConfig(dockerConfigFile, registry);
    case 'docker-config':
      return await fromDockerConfig(credentials.path, registry);
    case 'identity-token':
      return { kind: 'identity-token', token: credentials.identityToken };
    default:
      return credentials;
  }
}

async function fromDockerConfig(file: string, registry: string): Promise<Credentials | undefined> {
  return await (await readDockerConfig(file)).credentialsFor(registry);
}
