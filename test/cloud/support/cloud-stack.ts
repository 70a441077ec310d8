import { Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { DefinitionProps } from '../../../lib/cdk/definition-home.ts';
import { ImageSyncer } from '../../../lib/cdk/image-syncer.ts';
import { SCENARIO_HOSTS } from '../../support/scenario.ts';
import { ACCOUNT, arn, REGION } from './physical-names.ts';
import { type Synthesised, synthesiseStack } from './synthesise-stack.ts';

/** The registry that images are copied to. */
export const ECR_HOST = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;

/** Holds the login for docker.io. */
export const HUB_SECRET = arn('secretsmanager', 'secret:docker-hub-AbCdEf');

/** Every registry that a story may speak of. */
export const HOSTS: readonly string[] = ['docker.io', ECR_HOST, ...Object.values(SCENARIO_HOSTS)];

export const LIFECYCLE_POLICY = JSON.stringify({ rules: [] });

/** The stack that stories run on, synthesised into `folder`: its account's registry is the target, docker.io has a login. */
export function synthesiseCloudStack(folder: string, definition: DefinitionProps): Synthesised {
  return synthesiseStack(folder, (app) => {
    const stack = new Stack(app, 'Cloud');
    new ImageSyncer(stack, 'Syncer', {
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
    });
    return stack;
  });
}
