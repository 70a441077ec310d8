import { VARIABLES } from '../../lib/aws/environment.ts';
import { COMPARE_LANE_BYTES } from '../../lib/aws/worker/lane.ts';
import { LARGE_BLOB_BYTES } from '../../lib/mirror/large-blob-bytes.ts';
import { scaled } from './assumptions.ts';
import { HUB_HOST, TARGET_HOST } from './catalogue.ts';
import type { SimulationOptions } from './simulation-options.ts';

/** Names of what the stack has; queues are found by the last part of their URLs. */
export const NAMES = {
  table: 'ledger',
  compare: 'compare',
  copy: 'copy',
  deadLetters: 'dead-letters',
  function: 'plan',
} as const;

const MIB = 1024 * 1024;
const HOUR_SECONDS = 3600;

/** The stack's defaults; a test compares them with the template. */
export const STACK_DEFAULTS = {
  compareConcurrency: 5,
  copyConcurrency: 10,
  putImageRate: 5,
  maxReceives: 8,
  runTimeoutMs: 12 * HOUR_SECONDS * 1000,
  timeoutMs: 900_000,
  visibilityMs: 960_000,
  compareBatch: 10,
  copyBatch: 1,
  historyDays: 90,
  resumeHashFromBytes: 512 * MIB,
} as const;

/** From how many bytes an image is copied in the lane for large ones, at the scale of the simulation. */
export const COMPARE_LANE_SCALED_BYTES = scaled(COMPARE_LANE_BYTES);

const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:hub';

/** The variables that the stack gives its functions. */
export function environmentOf({
  hubAccount,
  putImageRate,
}: SimulationOptions): Readonly<Record<string, string>> {
  const registries = hubAccount === 'anonymous' ? {} : { [HUB_HOST]: { secret: SECRET } };
  const create = {
    ...{ mutability: 'IMMUTABLE_WITH_EXCLUSION', exclusions: ['sha256-*'] },
    ...{ scanOnPush: true, tags: {} },
  };
  return {
    ...{ AWS_LAMBDA_FUNCTION_NAME: NAMES.function, AWS_REGION: 'us-east-1' },
    [VARIABLES.tableName]: NAMES.table,
    [VARIABLES.service]: 'image-syncer',
    [VARIABLES.metricsNamespace]: 'ImageSyncer',
    [VARIABLES.eventBusName]: 'default',
    [VARIABLES.registries]: JSON.stringify(registries),
    [VARIABLES.targets]: JSON.stringify([{ registry: TARGET_HOST, prefix: 'mirror/', create }]),
    [VARIABLES.definition]: JSON.stringify({ kind: 's3', bucket: 'images', key: 'images.yaml' }),
    [VARIABLES.compareQueueUrl]: urlOf(NAMES.compare),
    [VARIABLES.copyQueueUrl]: urlOf(NAMES.copy),
    [VARIABLES.deadLetterQueueUrl]: urlOf(NAMES.deadLetters),
    [VARIABLES.maxReceives]: String(STACK_DEFAULTS.maxReceives),
    [VARIABLES.runTimeoutSeconds]: String(STACK_DEFAULTS.runTimeoutMs / 1000),
    [VARIABLES.historyDays]: String(STACK_DEFAULTS.historyDays),
    [VARIABLES.putImageRate]: String(putImageRate),
    [VARIABLES.chunkFromBytes]: String(scaled(LARGE_BLOB_BYTES.fromBytes)),
    [VARIABLES.chunkBytes]: String(scaled(LARGE_BLOB_BYTES.chunkBytes)),
    [VARIABLES.resumeHashFromBytes]: String(scaled(STACK_DEFAULTS.resumeHashFromBytes)),
  };
}

function urlOf(queue: string): string {
  return `https://sqs.us-east-1.amazonaws.com/123456789012/${queue}`;
}
