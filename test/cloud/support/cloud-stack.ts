import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { DefinitionProps } from '../../../lib/cdk/definition-home.ts';
import { type Synthesised, synthesise } from '../../support/cdk.ts';
import { SCENARIO_HOSTS } from '../../support/scenario.ts';
import { ACCOUNT, arn, REGION } from './physical-names.ts';

/** The registry that images are copied to. */
export const ECR_HOST = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;

/** Holds the login for docker.io. */
export const HUB_SECRET = arn('secretsmanager', 'secret:docker-hub-AbCdEf');

/** Every registry that a story may speak of. */
export const HOSTS: readonly string[] = ['docker.io', ECR_HOST, ...Object.values(SCENARIO_HOSTS)];

export const LIFECYCLE_POLICY = JSON.stringify({ rules: [] });

/** The stack that stories run on: its account's registry is the target, docker.io has a login. */
export function synthesiseCloudStack(definition: DefinitionProps): Synthesised {
  return synthesise({
    bundled: true,
    syncer: (stack) => ({
      definition,
      targets: [
        {
          prefix: 'external/',
          repositories: { lifecyclePolicy: LIFECYCLE_POLICY, tags: { team: 'platform' } },
        },
      ],
      registries: {
        'docker.io': { secret: Secret.fromSecretCompleteArn(stack, 'Hub', HUB_SECRET) },
        [SCENARIO_HOSTS.target]: { targetPrefix: 'scenario/' },
      },
      putImageRate: 10,
    }),
  });
}
