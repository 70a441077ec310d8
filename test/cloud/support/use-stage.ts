import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFailed } from 'vitest';
import type { DefinitionProps } from '../../../lib/cdk/definition-home.ts';
import type { Synthesised } from '../../support/cdk.ts';
import { emulatedDynamoDb } from '../../support/dynamodb-local.ts';
import { type AwsServices, startAwsServices } from './aws-services.ts';
import { clearCloud } from './clear-cloud.ts';
import type { Cloud } from './cloud.ts';
import { HOSTS, synthesiseCloudStack, synthesiseTargetStack } from './cloud-stack.ts';
import { bucketHome, repositoryHome } from './definition-home.ts';
import { Stage } from './stage.ts';
import { startCloud } from './start-cloud.ts';
import { parseTemplate } from './template.ts';

let stories = 0;

/** Gives emulators that all suites of a file share. */
export function useAwsServices(): () => AwsServices {
  let services: AwsServices;

  beforeAll(async () => {
    services = await startAwsServices();
  });

  afterAll(() => services.close());

  return () => services;
}

/** Gives each test a stage on one cloud; whatever a role was refused fails the test. */
export function useStage(services: () => AwsServices, definition: DefinitionProps): () => Stage {
  let cloud: Cloud;
  let stack: Synthesised;
  let stage: Stage;

  beforeAll(async () => {
    const stackName = `stack-${definition.kind}`;
    stack = synthesiseCloudStack(definition);
    const { handlers } = stack;
    const template = parseTemplate(stack.template);
    const others = [synthesiseTargetStack()];
    const options = { template, handlers, hosts: HOSTS, stackName, others };
    cloud = await startCloud(services(), options);
  });

  beforeEach(async () => {
    onTestFailed(() => tellLogs(cloud));
    await clearCloud(cloud);
    stories += 1;
    const home = definition.kind === 's3' ? bucketHome(cloud) : repositoryHome(cloud);
    const client = emulatedDynamoDb(services().dynamoDb.endpoint);
    stage = new Stage(cloud, { name: `story${stories}`, home, client });
  });

  afterEach(() => {
    expect(cloud.parts.permissions.denials).toEqual([]);
    expect(cloud.parts.registries.hosts.unknown).toEqual([]);
  });

  afterAll(async () => {
    await cloud.close();
    stack.dispose();
  });

  return () => stage;
}

/** A story that failed is explained by what the functions wrote. */
function tellLogs(cloud: Cloud): void {
  for (const [file, { lines }] of cloud.parts.functions) {
    for (const line of lines) process.stderr.write(`${file}: ${line}\n`);
  }
}
