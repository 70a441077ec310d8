import type { Clock } from '../../clock.ts';
import type { RetryPolicy } from '../../content/retry.ts';
import type { DefinitionTrust } from '../../definition/trust/permitted-targets.ts';
import type { Repositories } from '../../mirror/ports.ts';
import { isLayout, type RepositoryName } from '../../oci/reference.ts';
import { proxiesOf } from '../../registry/proxies.ts';
import { Registries, type RegistriesOptions } from '../../registry/registries.ts';
import type { Throttles } from '../../registry/throttles.ts';
import type { TransportOptions } from '../../registry/transport.ts';
import type { IssueEcrToken } from '../ecr/ecr-issuer.ts';
import { createEcrCredentials } from '../ecr/ecr-places.ts';
import { type CreateEcrApi, EcrRepositories } from '../ecr/ecr-repositories.ts';
import type { BoundRegistries, BoundTarget } from '../environment.ts';
import type { Pace } from '../pace.ts';
import { createReadSecret, type ReadSecret } from '../secrets/read-secret.ts';
import { createSecretCredentials } from '../secrets/secret-credentials.ts';
import { createBoundSettings } from './bound-settings.ts';
import { createTargetFinder } from './bound-target.ts';
import { RepositoryRefusedError } from './errors.ts';
import { GuardedRepository, type WriteGuard } from './guarded-repository.ts';
import { createManifestPace } from './pace-manifests.ts';

export interface AwsRepositoriesOptions {
  readonly registries: BoundRegistries;
  readonly targets: readonly BoundTarget[];
  readonly clock: Clock;
  readonly retry: RetryPolicy;
  /** Names proxies: `HTTPS_PROXY` and its relatives. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Shared by all workers. Default: manifests are put as they come. */
  readonly pace?: Pace;
  /** Manifest PUTs a second into the ECR registry of one account and region. Default: 5, half of ECR's quota. */
  readonly putImageRate?: number;
  /** Default: Secrets Manager. */
  readonly readSecret?: ReadSecret;
  /** Default: ECR. */
  readonly issueEcrToken?: IssueEcrToken;
  /** Default: the API of ECR. */
  readonly createEcrApi?: CreateEcrApi;
  /** Default: registries that are asked over the network. */
  readonly createRegistries?: (options: RegistriesOptions) => Registries;
  /** Shared by all workers and planners. Default: each has its own. */
  readonly throttles?: Throttles;
  readonly trace?: TransportOptions['trace'];
}

/** The registries of this process, which end with {@link AwsRepositories.close}. */
export interface AwsRepositories {
  readonly repositories: Repositories;
  /** What a definition is to be parsed with. */
  readonly trust: DefinitionTrust;
  close(): Promise<void>;
}

/** Opens repositories as the stack has bound them; throws `SettingError` for a proxy that cannot be used. */
export function createAwsRepositories(options: AwsRepositoriesOptions): AwsRepositories {
  const { targets, registries: bound, trace, retry, environment, throttles } = options;
  const { createRegistries = (given) => new Registries(given) } = options;
  const targetOf = createTargetFinder(targets, bound);
  const registries = createRegistries({
    settingsOf: createBoundSettings({ registries: bound, targetOf, ...credentialsBy(options) }),
    retry,
    credentialsPlace: 'in a secret that the stack names under registries',
    proxies: proxiesOf(environment),
    throttles,
    ...(trace && { trace }),
  });
  const ecr = new EcrRepositories(options.createEcrApi);
  const guardOf = createGuards(ecr, options);
  return {
    repositories: {
      open: (name, access) => {
        const target = access === 'pull' ? undefined : targetOf(name);
        if (isLayout(name) || (access !== 'pull' && !target))
          throw new RepositoryRefusedError(name);
        return new GuardedRepository(registries.open(name, access), guardOf(name, target));
      },
    },
    trust: {
      targets: targets.map(({ registry, prefix }) => ({ registry, prefix })),
      registries: Object.keys(bound),
    },
    close: async () => {
      await registries.close();
      await ecr.close();
    },
  };
}

function credentialsBy({
  clock,
  issueEcrToken,
  readSecret = createReadSecret(),
}: AwsRepositoriesOptions) {
  return {
    secretCredentials: (arn: string) => createSecretCredentials(arn, { clock, readSecret }),
    ecrCredentials: createEcrCredentials({ clock, ...(issueEcrToken && { issue: issueEcrToken }) }),
  };
}

/** Of every repository what has to be done before it is written; one that is opened to be read is not. */
function createGuards(
  ecr: EcrRepositories,
  { clock, pace, putImageRate: perSecond = 5 }: AwsRepositoriesOptions,
): (name: RepositoryName, target: BoundTarget | undefined) => WriteGuard {
  const turn = pace && createManifestPace({ pace, perSecond, clock });
  return (name, target) => ({
    before: async (what, call) => {
      if (!target) throw new RepositoryRefusedError(name);
      await ecr.ensure(name, target, call);
      if (what === 'manifest') await turn?.(name.registry, call);
    },
    missed: () => ecr.forget(name),
  });
}
