import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { describe, expect, it } from 'vitest';
import {
  deadLetterEnvironment,
  planEnvironment,
  syncEnvironment,
} from '../../lib/aws/environment.ts';
import { synthesiseTemplate } from '../support/cdk.ts';
import { propertiesOf, resourcesOf } from '../support/template.ts';

const template = synthesiseTemplate();

describe('the functions of an ImageSyncer', () => {
  it.each(['Plan', 'Sync', 'DeadLetters'])(
    '%s runs on Node 24 and arm64, with logs of its own',
    (id) => {
      expect(propertiesOf(template, 'AWS::Lambda::Function', `${id}Function`)).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        LoggingConfig: { LogFormat: 'JSON', LogGroup: expect.stringMatching(`^<${id}Logs`) },
        Role: expect.stringMatching(`^<${id}Role`),
      });
    },
  );

  it('gives a worker one processor, and all the time there is', () => {
    expect(propertiesOf(template, 'AWS::Lambda::Function', 'SyncFunction')).toMatchObject({
      MemorySize: 1769,
      Timeout: 900,
      // Else Lambda would end a deferral after some 16 hops.
      RecursiveLoop: 'Allow',
    });
  });

  it('bounds concurrency at the queues, never at the function', () => {
    for (const { Properties } of Object.values(resourcesOf(template, 'AWS::Lambda::Function'))) {
      expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
    }
    expect(mappings()).toEqual([
      expect.objectContaining({ BatchSize: 10, ScalingConfig: { MaximumConcurrency: 5 } }),
      expect.objectContaining({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 10 } }),
      expect.objectContaining({ BatchSize: 10, ScalingConfig: { MaximumConcurrency: 2 } }),
    ]);
  });

  it('lets each message of a batch fail alone', () => {
    for (const mapping of mappings()) {
      expect(mapping).toHaveProperty('FunctionResponseTypes', ['ReportBatchItemFailures']);
    }
  });

  it('keeps the events that the planner failed at', () => {
    expect(propertiesOf(template, 'AWS::Lambda::EventInvokeConfig')).toMatchObject({
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: '<QueuesPlanningFailuresBEE1CD08.Arn>' } },
    });
  });

  it('tells each function what it reads', () => {
    expect(planEnvironment.parse(variablesOf('Plan'))).toMatchObject({
      DEFINITION: { kind: 's3', bucket: '<DefinitionCF7721AC>', key: 'images.yaml' },
      RUN_TIMEOUT_SECONDS: 12 * 3600,
      HISTORY_DAYS: 90,
      EVENT_BUS_NAME: 'default',
    });
    expect(syncEnvironment.parse(variablesOf('Sync'))).toMatchObject({
      PUT_IMAGE_RATE: 5,
      CHUNK_FROM_BYTES: 64 * 1024 ** 2,
      CHUNK_BYTES: 32 * 1024 ** 2,
      RESUME_HASH_FROM_BYTES: 512 * 1024 ** 2,
      REGISTRIES: {},
      TARGETS: [
        {
          registry: '<AWS::AccountId>.dkr.ecr.<AWS::Region>.<AWS::URLSuffix>',
          prefix: 'external/',
          create: {
            mutability: 'IMMUTABLE_WITH_EXCLUSION',
            exclusions: ['sha256-*'],
            scanOnPush: true,
            tags: {},
          },
        },
      ],
    });
    expect(deadLetterEnvironment.parse(variablesOf('DeadLetters'))).toMatchObject({
      TABLE_NAME: '<LedgerB7379752>',
    });
  });

  it('puts the boundary on every role', () => {
    const bounded = synthesiseTemplate({
      syncer: (stack) => ({
        permissionsBoundary: ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'bounds'),
      }),
    });

    const roles = Object.values(resourcesOf(bounded, 'AWS::IAM::Role'));
    expect(roles).toHaveLength(4);
    for (const { Properties } of roles) {
      expect(Properties['PermissionsBoundary']).toMatch(/:policy\/bounds$/);
    }
  });
});

function mappings(): readonly unknown[] {
  const found = Object.values(resourcesOf(template, 'AWS::Lambda::EventSourceMapping'));
  return found.map(({ Properties }) => Properties);
}

function variablesOf(id: string): unknown {
  return propertiesOf(template, 'AWS::Lambda::Function', `${id}Function`).Environment.Variables;
}
