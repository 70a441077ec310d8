import { createEcrPlaces } from '../aws/ecr/ecr-places.ts';
import type { Definition } from '../definition/definition.ts';
import { type RegistryAccess, settleAccess } from '../local/registry-access.ts';
import { systemClock } from '../mirror/system-clock.ts';
import { canonicalRegistry } from '../oci/registry-host.ts';
import { SettingError } from '../registry/setting-error.ts';
import type { AccessOptions } from './options.ts';

/** What is used of the options where they say nothing. */
export const DEFAULT_RETRIES = 3;

// Tokens of ECR live for hours, and calls of the library often much shorter.
const cloudCredentials = createEcrPlaces({ clock: systemClock });

/** Settles how the registries of `definition` are reached; throws `CredentialsError` and `SettingError`. */
export async function reach(
  definition: Definition,
  { registries = {}, environment = process.env, signal }: AccessOptions,
): Promise<RegistryAccess> {
  const own = Object.entries(registries).map(([key, settings]) => [keyOf(key), settings] as const);
  const merged = { ...definition, registries: new Map([...definition.registries, ...own]) };
  return await settleAccess(merged, { environment, cloudCredentials, signal });
}

function keyOf(written: string): string {
  const [host = '', ...path] = written.split('/');
  const registry = canonicalRegistry(host);
  if (registry !== undefined) return [registry, ...path].join('/');
  throw new SettingError(
    'a key of registries is neither a host nor a host and a path',
    'write host or host:port, such as docker.io, and the beginning of a repository after it if need be',
  );
}
