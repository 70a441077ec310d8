import { Duration, Names, RemovalPolicy } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { createDefinitionHome } from './definition-home.ts';
import type { ImageSyncerProps } from './image-syncer-props.ts';
import { createLedgerTable } from './ledger-table.ts';
import type { Service } from './service.ts';
import { WorkQueues } from './work-queues.ts';

export const DEFAULT_WORKER_TIMEOUT = Duration.minutes(15);
export const DEFAULT_MAX_RECEIVES = 8;

/** Makes in `scope` what the functions work with. The ids of table, queues and bucket are for ever: another one is an empty one. */
export function createService(scope: Construct, props: ImageSyncerProps): Service {
  const { encryptionKey, removalPolicy = RemovalPolicy.RETAIN, worker = {} } = props;
  return {
    name: props.serviceName ?? Names.uniqueResourceName(scope, { maxLength: 64, separator: '-' }),
    table: createLedgerTable(scope, 'Ledger', { encryptionKey, removalPolicy }),
    queues: new WorkQueues(scope, 'Queues', {
      encryptionKey,
      removalPolicy,
      workerTimeout: worker.timeout ?? DEFAULT_WORKER_TIMEOUT,
      maxReceives: worker.maxReceives ?? DEFAULT_MAX_RECEIVES,
    }),
    home: createDefinitionHome(scope, props.definition ?? { kind: 's3' }, removalPolicy),
    places: { targets: props.targets, registries: props.registries ?? {} },
    eventBus: props.eventBus,
    encryptionKey,
    historyRetention: props.historyRetention ?? Duration.days(90),
    environment: props.environment ?? {},
  };
}
