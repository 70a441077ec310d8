import { App, Size } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { DefinitionProps } from '../../../lib/cdk/definition-home.ts';
import { ImageSyncerTarget, TARGET_ROLE_NAME } from '../../../lib/cdk/image-syncer-target.ts';
import { type Synthesised, synthesise } from '../../support/cdk.ts';
import { SCENARIO_HOSTS } from '../../support/scenario.ts';
import { ACCOUNT, arn, REGION } from './physical-names.ts';
import type { ForeignStack } from './start-cloud.ts';
import { parseTemplate } from './template.ts';

/** The registry that images are copied to. */
export const ECR_HOST = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;

/** Holds the login for docker.io. */
export const HUB_SECRET = arn('secretsmanager', 'secret:docker-hub-AbCdEf');

/** Another account that images are copied to. */
const OTHER_PLACE = { account: '210987654321', region: 'eu-west-1' };
const EXTERNAL_ID = 'of the stories';

export const OTHER_ECR_HOST = `${OTHER_PLACE.account}.dkr.ecr.${OTHER_PLACE.region}.amazonaws.com`;

const MIB = 1024 * 1024;

/** What the stack says of large blobs. */
export const CHUNK_FROM_BYTES = 8 * MIB;
export const CHUNK_BYTES = 5 * MIB;
export const RESUME_HASH_FROM_BYTES = 32 * MIB;

/** Every registry that a story may speak of. */
export const HOSTS: readonly string[] = [
  'docker.io',
  ECR_HOST,
  OTHER_ECR_HOST,
  ...Object.values(SCENARIO_HOSTS),
];

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
        {
          ...OTHER_PLACE,
          prefix: 'external/',
          roleArn: `arn:aws:iam::${OTHER_PLACE.account}:role/${TARGET_ROLE_NAME}`,
          externalId: EXTERNAL_ID,
        },
      ],
      registries: {
        'docker.io': { secret: Secret.fromSecretCompleteArn(stack, 'Hub', HUB_SECRET) },
        [SCENARIO_HOSTS.target]: { targetPrefix: 'scenario/' },
      },
      putImageRate: 10,
      // As many receives, and as large files, as the stories have patience for.
      worker: {
        maxReceives: 4,
        chunkFrom: Size.bytes(CHUNK_FROM_BYTES),
        chunkSize: Size.bytes(CHUNK_BYTES),
        resumeHashFrom: Size.bytes(RESUME_HASH_FROM_BYTES),
      },
    }),
  });
}

/** The other account's stack. */
export function synthesiseTargetStack(): ForeignStack {
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
  const { stackName } = new ImageSyncerTarget(app, 'Target', {
    prefix: 'external/',
    trustedAccount: ACCOUNT,
    externalId: EXTERNAL_ID,
  });
  const { template } = app.synth().getStackByName(stackName);
  return { template: parseTemplate(template), place: OTHER_PLACE };
}
