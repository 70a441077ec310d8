import { createEcrPlaces } from '../aws/ecr/ecr-places.ts';
import type { Definition } from '../definition/definition.ts';
import { type RegistryAccess, settleAccess as settle } from '../local/registry-access.ts';
import { systemClock } from '../mirror/system-clock.ts';
import type { Shell } from './shell.ts';
import { type TargetCredentialOptions, targetCredentialsOf } from './target-credentials.ts';

export interface AccessOptions extends TargetCredentialOptions {
  /** Ends the wait for credential helpers, which may ask a person. */
  readonly signal?: AbortSignal;
}

/**
 * Settles who we are to each registry of `definition` and how it is reached: by the command line, the
 * definition, the files of container tools, the environment and AWS. Throws `CredentialsError` and
 * `SettingError` for what concerns all; what concerns one registry surfaces in `settingsOf`.
 */
export async function settleAccess(
  definition: Definition,
  options: AccessOptions,
  { env }: Pick<Shell, 'env'>,
): Promise<RegistryAccess> {
  return await settle(definition, {
    environment: env,
    signal: options.signal,
    targetCredentials: await targetCredentialsOf(options),
    cloudCredentials: createEcrPlaces({ clock: systemClock }),
  });
}
