import type { RepositoryName } from '../../oci/reference.ts';
import type { AccountSettings } from '../../registry/account.ts';
import type { Credentials } from '../../registry/credentials.ts';
import { NAMED_PROFILES } from '../../registry/host-profile.ts';
import type { RegistrySettings } from '../../registry/registries.ts';
import { parseEcrHost } from '../ecr/ecr-host.ts';
import type { EcrCredentials } from '../ecr/ecr-places.ts';
import { roleOf } from '../ecr/ecr-repositories.ts';
import type { BoundRegistries, BoundRegistry, BoundTarget } from '../environment.ts';
import { spelt } from './bound-target.ts';

export interface BoundSettingsOptions {
  readonly registries: BoundRegistries;
  readonly targetOf: (name: RepositoryName) => BoundTarget | undefined;
  /** Gives the credentials in a secret. */
  readonly secretCredentials: (arn: string) => Credentials;
  readonly ecrCredentials: EcrCredentials;
}

/**
 * Returns how each repository's registry is reached: by what the stack has bound to exactly that host, and
 * anonymously without. Nothing that a definition says has a part in it.
 */
export function createBoundSettings({
  registries,
  targetOf,
  secretCredentials,
  ecrCredentials,
}: BoundSettingsOptions): (name: RepositoryName) => RegistrySettings {
  const bindings = new Map(
    Object.entries(registries).map(([host, bound]) => [spelt(host), bound] as const),
  );
  const secrets = new Map<string, Credentials>();
  const accountOf = (host: string, arn: string): AccountSettings => {
    const key = `${host} ${arn}`;
    const credentials = secrets.get(key) ?? secretCredentials(arn);
    secrets.set(key, credentials);
    return { name: arn, credentials };
  };
  const accountsOf = (
    host: string,
    bound: BoundRegistry | undefined,
    target: BoundTarget | undefined,
  ): readonly AccountSettings[] => {
    const arns = [bound?.secret ?? []].flat();
    if (arns.length > 0) return arns.map((arn) => accountOf(host, arn));
    // Anybody may read the public registry; to ask as somebody takes rights that a stack may not have given.
    if (parseEcrHost(host)?.kind === 'public' && !bound && !target) return [];
    const role = roleOf(target ?? {}) ?? roleOf(bound ?? {});
    return [{ name: role?.roleArn, credentials: ecrCredentials(host, role) }];
  };
  return (name) => {
    const bound = bindings.get(name.registry);
    const target = targetOf(name);
    const [first, ...others] = accountsOf(name.registry, bound, target);
    return {
      scope: target?.roleArn === undefined ? name.registry : `${name.registry}/${target.prefix}`,
      // Even this machine's own ports are none of a definition's business without TLS.
      plainHttp: bound?.plainHttp ?? false,
      privateAddresses: bound?.privateAddresses,
      profile: bound?.uploads && NAMED_PROFILES[bound.uploads],
      maxConnections: bound?.maxConnections,
      credentials: first?.credentials,
      account: first?.name,
      otherAccounts: others.length === 0 ? undefined : others,
    };
  };
}
