import type { Clock } from '../clock.ts';
import type { DynamoDbLedgerOptions } from './dynamodb/open-dynamodb-ledger.ts';
import type { EventsOptions } from './events/create-events.ts';
import type { AwsRepositoriesOptions } from './registries/create-aws-repositories.ts';
import type { SqsQueueOptions } from './sqs/sqs-queue.ts';

/** What is there instead of AWS, of registries and of time, where the code of a function runs in a simulation. */
export interface StandIns {
  /** Default: the time of this machine. */
  readonly clock?: Clock;
  /** A number from 0 to less than 1. Default: `Math.random`. */
  readonly random?: () => number;
  /** Default, of this and what follows: as the environment says. */
  readonly table?: Pick<DynamoDbLedgerOptions, 'client'>;
  readonly queues?: Pick<SqsQueueOptions, 'client'>;
  readonly events?: Pick<EventsOptions, 'client'>;
  readonly registries?: Pick<
    AwsRepositoriesOptions,
    'createRegistries' | 'createEcrApi' | 'issueEcrToken' | 'readSecret'
  >;
}
