import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { keyStatements } from './encryption.ts';
import { HandlerFunction } from './handler-function.ts';
import { rowStatement } from './ledger-statements.ts';
import { announceStatement, commonEnvironment, type Service } from './service.ts';
import type { Surroundings } from './surroundings.ts';

export interface DeadLetterFunctionProps {
  readonly service: Service;
  readonly surroundings: Surroundings;
}

/** Records as failed what no worker could finish, so that its run completes. */
export class DeadLetterFunction extends HandlerFunction {
  constructor(scope: Construct, id: string, { service, surroundings }: DeadLetterFunctionProps) {
    const { deadLetters } = service.queues;
    super(scope, id, {
      surroundings,
      file: 'dead-letters',
      description: `${service.name}: records requests that were given up`,
      memoryMiB: 256,
      timeout: Duration.minutes(1),
      environment: commonEnvironment(service),
      statements: statementsOf(scope, service),
    });
    new EventSourceMapping(this, 'DeadLetters', {
      target: this.function,
      eventSourceArn: deadLetters.queueArn,
      batchSize: 10,
      // SQS's least: nobody waits for it.
      maxConcurrency: 2,
      reportBatchItemFailures: true,
    });
  }
}

function statementsOf(scope: Construct, service: Service): readonly PolicyStatement[] {
  return [
    rowStatement(service.table, [
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
    ]),
    new PolicyStatement({
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      resources: [service.queues.deadLetters.queueArn],
    }),
    announceStatement(scope, service),
    ...keyStatements(service.encryptionKey, 'dynamodb', 'sqs'),
  ];
}
