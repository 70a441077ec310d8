import { type Duration, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { VARIABLES } from '../aws/environment.ts';
import { EVENT_SOURCE } from './announcements.ts';
import type { DefinitionHome } from './definition-home.ts';
import { bindRegistries, boundTargetsOf } from './registry.ts';
import type { BoundPlaces } from './registry-statements.ts';
import { NAMESPACE } from './service-metrics.ts';
import { bindTarget } from './target.ts';
import type { WorkQueues } from './work-queues.ts';

/** What the functions work with: the same for all of them. */
export interface Service {
  /** Names this deployment in events, metrics and logs. */
  readonly name: string;
  readonly table: Table;
  readonly queues: WorkQueues;
  readonly home: DefinitionHome;
  readonly places: BoundPlaces;
  /** Absent: the account's default bus. */
  readonly eventBus: IEventBus | undefined;
  readonly encryptionKey: IKey | undefined;
  readonly historyRetention: Duration;
  /** Variables that the stack's owner adds, such as a proxy's. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What every function is told. */
export function commonEnvironment(service: Service): Record<string, string> {
  return {
    ...service.environment,
    [VARIABLES.service]: service.name,
    [VARIABLES.metricsNamespace]: NAMESPACE,
    [VARIABLES.tableName]: service.table.tableName,
    [VARIABLES.eventBusName]: service.eventBus?.eventBusName ?? 'default',
    [VARIABLES.historyDays]: String(service.historyRetention.toDays()),
  };
}

/** What a function is told that speaks to registries. */
export function registryEnvironment(scope: Construct, { places }: Service): Record<string, string> {
  const stack = Stack.of(scope);
  const targets = [
    ...places.targets.map((target) => bindTarget(scope, target)),
    ...boundTargetsOf(places.registries),
  ];
  return {
    [VARIABLES.registries]: stack.toJsonString(bindRegistries(places.registries)),
    [VARIABLES.targets]: stack.toJsonString(targets),
  };
}

/** The right to announce what happens, under the service's own source. */
export function announceStatement(scope: Construct, { eventBus }: Service): PolicyStatement {
  const bus =
    eventBus?.eventBusArn ??
    Stack.of(scope).formatArn({
      service: 'events',
      resource: 'event-bus',
      resourceName: 'default',
    });
  return new PolicyStatement({
    actions: ['events:PutEvents'],
    resources: [bus],
    conditions: { StringEquals: { 'events:source': EVENT_SOURCE } },
  });
}

/** The right to send to `queues`, batches included. */
export function sendStatement(
  ...queues: readonly { readonly queueArn: string }[]
): PolicyStatement {
  const resources = queues.map(({ queueArn }) => queueArn);
  return new PolicyStatement({ actions: ['sqs:SendMessage'], resources });
}
