import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../clock.ts';
import type { Checkpoints } from '../../content/checkpoints.ts';
import type { LedgerReader } from '../../mirror/ledger-reader.ts';
import type { DefinitionRecords, Expansions } from '../../mirror/planner-ports.ts';
import type { BlobHolders, Leases, Ledger, Memories } from '../../mirror/ports.ts';
import type { Throttles } from '../../registry/throttles.ts';
import type { Pace } from '../pace.ts';
import type { ServiceRecords } from '../service-records.ts';
import { DynamoDbBlobHolders } from './dynamodb-blob-holders.ts';
import { DynamoDbCheckpoints } from './dynamodb-checkpoints.ts';
import { createDynamoDbClient } from './dynamodb-client.ts';
import { DynamoDbDefinitions } from './dynamodb-definitions.ts';
import { DynamoDbExpansions } from './dynamodb-expansions.ts';
import { DynamoDbLeases } from './dynamodb-leases.ts';
import { DynamoDbLedger } from './dynamodb-ledger.ts';
import { DynamoDbPace } from './dynamodb-pace.ts';
import { DynamoDbReader } from './dynamodb-reader.ts';
import { DynamoDbServiceRecords } from './dynamodb-service-records.ts';
import { DynamoDbThrottles } from './dynamodb-throttles.ts';
import { History } from './history.ts';
import { Images } from './images.ts';
import { Recorder } from './recorder.ts';
import { Runs } from './runs.ts';
import { Table } from './table.ts';
import { claimKey, imageLeaseKey, plannerLeaseKey } from './table-keys.ts';

export interface DynamoDbLedgerOptions {
  readonly clock: Clock;
  /** A number from 0 to less than 1. Default: `Math.random`. */
  readonly random?: () => number;
  /** How long a run and its outcomes are kept. Default: 90 days. */
  readonly historyMs?: number;
  /** How long an outcome waits for others to be written with it. Default: 200 ms. */
  readonly lingerMs?: number;
  /** Stays open when the ledger is closed. Default: one for the region and as whom the environment says. */
  readonly client?: DynamoDBClient;
}

/** Everything that is kept in the table. `close` it when no call is under way. */
export interface OpenDynamoDbLedger {
  readonly ledger: Ledger;
  readonly memories: Memories;
  readonly reader: LedgerReader;
  readonly leases: Leases;
  /** On blobs, by `<registry>#<digest>`. */
  readonly claims: Leases;
  readonly checkpoints: Checkpoints;
  readonly holders: BlobHolders;
  /** By the names of definitions' sources. */
  readonly plannerLeases: Leases;
  readonly definitions: DefinitionRecords;
  readonly expansions: Expansions;
  readonly services: ServiceRecords;
  readonly pace: Pace;
  readonly throttles: Throttles;
  close(): void;
}

/** Opens the ledger in the table `tableName`, which is not asked before it is needed. */
export function openDynamoDbLedger(
  tableName: string,
  {
    clock,
    random = Math.random,
    historyMs = 90 * 24 * 60 * 60 * 1000,
    lingerMs = 200,
    client: given,
  }: DynamoDbLedgerOptions,
): OpenDynamoDbLedger {
  const client = given ?? createDynamoDbClient();
  const table = new Table(tableName, { client, clock, random });
  const history = new History(historyMs);
  const [runs, images] = [new Runs(table, history), new Images(table)];
  const recorder = new Recorder({ table, history, random, clock, lingerMs });
  const ledger = new DynamoDbLedger({ table, history, runs, images, recorder });
  return {
    ledger,
    memories: ledger,
    reader: new DynamoDbReader({ table, runs, images }),
    leases: new DynamoDbLeases(table, clock, imageLeaseKey),
    claims: new DynamoDbLeases(table, clock, claimKey),
    checkpoints: new DynamoDbCheckpoints(table, clock),
    holders: new DynamoDbBlobHolders(table, clock),
    plannerLeases: new DynamoDbLeases(table, clock, plannerLeaseKey),
    definitions: new DynamoDbDefinitions(table),
    expansions: new DynamoDbExpansions(table, history),
    services: new DynamoDbServiceRecords(table),
    pace: new DynamoDbPace(table, clock),
    throttles: new DynamoDbThrottles(table, clock),
    close: () => {
      if (!given) client.destroy();
    },
  };
}
