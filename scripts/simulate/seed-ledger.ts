import pMap from 'p-map';
import { encodeTime } from 'ulid';
import { openDynamoDbLedger } from '../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
import { NO_BYTES } from '../../lib/mirror/outcome.ts';
import type { ImageMemory, RecordedOutcome } from '../../lib/mirror/ports.ts';
import { type Digest, digestOf } from '../../lib/oci/digest.ts';
import type { MemoryTable } from '../../test/support/aws/memory-table/memory-table.ts';
import { createTableClient } from '../../test/support/aws/memory-table/table-client.ts';
import { ASSUMPTIONS } from './assumptions.ts';
import { type Catalogue, type CatalogueImage, TARGET_HOST } from './catalogue.ts';
import { childrenOf, indexOf } from './image-content.ts';
import type { VirtualClock } from './virtual-clock.ts';

const HOUR_MS = 3_600_000;

/** As many as the ledger writes together: more would be in each other's way. */
const AT_A_TIME = 10;

export interface SeedOptions {
  readonly table: MemoryTable;
  readonly tableName: string;
  readonly catalogue: Catalogue;
  readonly clock: VirtualClock;
}

/** Has the ledger itself record the run before, in which everything was unchanged that is not new now. */
export async function seedLedger(options: SeedOptions): Promise<void> {
  const { table, tableName, catalogue, clock } = options;
  const client = createTableClient(table);
  const { ledger } = openDynamoDbLedger(tableName, { clock, client, lingerMs: 1 });
  const startedAt = clock.now() - ASSUMPTIONS.hoursBetweenRuns * HOUR_MS;
  const id = `${encodeTime(startedAt, 10)}0000000000000000`;
  const definitionVersion = digestOf(Buffer.from('before'));
  const time = new Date(startedAt).toISOString();
  await ledger.openRun({
    id,
    trigger: 'schedule',
    definitionVersion,
    dryRun: false,
    startedAt: time,
  });
  const known = [...catalogue.all()].filter(({ isNew }) => !isNew);
  const record = (image: CatalogueImage) => {
    const { digest } = indexOf(image);
    return ledger.record(id, outcomeOf(image, digest), memoryOf(image, digest, clock.now()));
  };
  await pMap(known, record, { concurrency: AT_A_TIME });
  await ledger.markPlanned(id, known.length);
  await ledger.completeRun(id, time);
}

function outcomeOf({ repository, tag }: CatalogueImage, digest: Digest): RecordedOutcome {
  return {
    source: `${repository.host}/${repository.name}:${tag}`,
    target: `${TARGET_HOST}/${repository.targetName}:${tag}`,
    status: 'unchanged',
    reason: null,
    sourceDigest: digest,
    wantedDigest: digest,
    targetDigest: digest,
    previousDigest: null,
    platforms: null,
    bytes: NO_BYTES,
    referrers: null,
    warnings: [],
    attempts: 1,
    durationMs: 250,
    error: null,
  };
}

/** Referrers were looked for in as many runs as there are between two looks, in as many parts. */
function memoryOf(image: CatalogueImage, root: Digest, now: number): ImageMemory {
  const { runsBetweenRechecks, hoursBetweenRuns } = ASSUMPTIONS;
  const runsAgo = 1 + (image.position % runsBetweenRechecks);
  return {
    referrers: {
      root,
      manifests: childrenOf(image),
      filter: 'all',
      set: digestOf(Buffer.from('none')),
      count: 0,
      warnings: [],
      checkedAt: now - runsAgo * hoursBetweenRuns * HOUR_MS,
    },
  };
}
