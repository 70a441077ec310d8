import type { Duration, Size } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, RecursiveLoop } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { VARIABLES } from '../aws/environment.ts';
import { keyStatements } from './encryption.ts';
import { assertEnvironmentFits } from './environment-size.ts';
import { HandlerFunction } from './handler-function.ts';
import { rowStatement } from './ledger-statements.ts';
import { acknowledgeRepositories, syncRegistryStatements } from './registry-statements.ts';
import {
  announceStatement,
  commonEnvironment,
  registryEnvironment,
  type Service,
  sendStatement,
} from './service.ts';
import type { Surroundings } from './surroundings.ts';

export interface SyncFunctionProps {
  readonly service: Service;
  readonly surroundings: Surroundings;
  readonly memoryMiB: number;
  readonly timeout: Duration;
  readonly compareConcurrency: number;
  readonly copyConcurrency: number;
  readonly maxReceives: number;
  readonly putImageRate: number;
  readonly chunkFrom: Size;
  readonly chunkSize: Size;
  readonly resumeHashFrom: Size;
}

/** Compares and copies images: one function, fed by both lanes. */
export class SyncFunction extends HandlerFunction {
  constructor(scope: Construct, id: string, props: SyncFunctionProps) {
    const { service } = props;
    super(scope, id, {
      surroundings: props.surroundings,
      file: 'sync',
      description: `${service.name}: compares and copies images`,
      memoryMiB: props.memoryMiB,
      timeout: props.timeout,
      environment: environmentOf(scope, props),
      statements: statementsOf(scope, service),
      // Deferrals and continuations go through the queue that they came from more often than the 16
      // times that Lambda takes for a loop; the worker has caps of its own.
      recursiveLoop: RecursiveLoop.ALLOW,
    });
    acknowledgeRepositories(this.role, service.places);
    this.#feed('Compare', service.queues.compare, 10, props.compareConcurrency);
    this.#feed('Copy', service.queues.copy, 1, props.copyConcurrency);
  }

  /** Concurrency is bounded here: with a reserved one, SQS would count throttled deliveries as receives. */
  #feed(id: string, queue: Queue, batchSize: number, maxConcurrency: number): void {
    new EventSourceMapping(this, id, {
      target: this.function,
      eventSourceArn: queue.queueArn,
      batchSize,
      maxConcurrency,
      reportBatchItemFailures: true,
    });
  }
}

function environmentOf(scope: Construct, props: SyncFunctionProps): Record<string, string> {
  const { queues } = props.service;
  const environment = {
    ...commonEnvironment(props.service),
    ...registryEnvironment(scope, props.service),
    [VARIABLES.compareQueueUrl]: queues.compare.queueUrl,
    [VARIABLES.copyQueueUrl]: queues.copy.queueUrl,
    [VARIABLES.deadLetterQueueUrl]: queues.deadLetters.queueUrl,
    [VARIABLES.maxReceives]: String(props.maxReceives),
    [VARIABLES.putImageRate]: String(props.putImageRate),
    [VARIABLES.chunkFromBytes]: String(props.chunkFrom.toBytes()),
    [VARIABLES.chunkBytes]: String(props.chunkSize.toBytes()),
    [VARIABLES.resumeHashFromBytes]: String(props.resumeHashFrom.toBytes()),
  };
  assertEnvironmentFits(scope, environment);
  return environment;
}

function statementsOf(scope: Construct, service: Service): readonly PolicyStatement[] {
  const { table, queues, places, encryptionKey } = service;
  return [
    rowStatement(table, [
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    ]),
    new PolicyStatement({
      actions: [
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:ChangeMessageVisibility',
        'sqs:GetQueueAttributes',
      ],
      resources: [queues.compare.queueArn, queues.copy.queueArn],
    }),
    sendStatement(queues.compare, queues.copy, queues.deadLetters),
    announceStatement(scope, service),
    ...syncRegistryStatements(scope, places),
    ...keyStatements(encryptionKey, 'dynamodb', 'sqs'),
  ];
}
