import type { Definition, Environment } from '../definition/definition.ts';
import { proxiesOf } from '../registry/proxies.ts';
import type { Proxies } from '../registry/proxy.ts';
import { authFilesOf } from './auth-files.ts';
import { certificateFoldersOf } from './certificates.ts';
import type { CredentialSources } from './credential-places.ts';
import { type SettledRegistries, settleRegistries } from './registry-settings.ts';

/** How this process reaches the registries of a definition. */
export interface RegistryAccess extends SettledRegistries {
  readonly proxies: Proxies;
  /** As errors say it to those who need credentials. */
  readonly credentialsPlace: string;
}

export interface AccessSources extends Omit<CredentialSources, 'authFiles'> {
  /** Says where container tools keep logins and certificates, and names proxies. */
  readonly environment: Environment;
}

/**
 * Settles who we are to each registry of `definition` and how it is reached. Throws `CredentialsError`
 * and `SettingError` for what concerns all; what concerns one registry surfaces in `settingsOf`.
 */
export async function settleAccess(
  definition: Definition,
  { environment, ...sources }: AccessSources,
): Promise<RegistryAccess> {
  const proxies = proxiesOf(environment);
  const settled = await settleRegistries(definition, {
    ...sources,
    authFiles: authFilesOf(environment),
    certificateFolders: certificateFoldersOf(environment),
  });
  return { ...settled, proxies, credentialsPlace: 'under registries or with docker login' };
}
