import { Duration, Size } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { LARGE_BLOB_BYTES } from '../mirror/large-blob-bytes.ts';
import { DEFAULT_MAX_RECEIVES, DEFAULT_WORKER_TIMEOUT } from './create-service.ts';
import { DeadLetterFunction } from './dead-letter-function.ts';
import type { ImageSyncerProps, WorkerProps } from './image-syncer-props.ts';
import { PlanFunction } from './plan-function.ts';
import type { Service } from './service.ts';
import type { Surroundings } from './surroundings.ts';
import { SyncFunction } from './sync-function.ts';

/** The functions, with their roles and logs. */
export interface HandlerFunctions {
  readonly plan: PlanFunction;
  readonly sync: SyncFunction;
  readonly deadLetters: DeadLetterFunction;
}

export interface FunctionsProps {
  readonly service: Service;
  readonly surroundings: Surroundings;
  readonly props: ImageSyncerProps;
}

/** The network is slower than the hash that can be saved, and the time of a function is short. */
const RESUME_HASH_FROM = Size.mebibytes(512);

export function createFunctions(
  scope: Construct,
  { service, surroundings, props }: FunctionsProps,
): HandlerFunctions {
  const { worker = {} } = props;
  return {
    plan: new PlanFunction(scope, 'Plan', {
      service,
      surroundings,
      memoryMiB: props.plannerMemoryMiB ?? 1024,
      runTimeout: props.runTimeout ?? Duration.hours(12),
    }),
    sync: new SyncFunction(scope, 'Sync', {
      service,
      surroundings,
      memoryMiB: worker.memoryMiB ?? 1769,
      timeout: worker.timeout ?? DEFAULT_WORKER_TIMEOUT,
      compareConcurrency: worker.compareConcurrency ?? 5,
      copyConcurrency: worker.copyConcurrency ?? 10,
      maxReceives: worker.maxReceives ?? DEFAULT_MAX_RECEIVES,
      putImageRate: props.putImageRate ?? 5,
      ...chunksOf(worker),
    }),
    deadLetters: new DeadLetterFunction(scope, 'DeadLetters', { service, surroundings }),
  };
}

function chunksOf({ chunkFrom, chunkSize, resumeHashFrom = RESUME_HASH_FROM }: WorkerProps) {
  const { fromBytes, chunkBytes } = LARGE_BLOB_BYTES;
  return {
    chunkFrom: chunkFrom ?? Size.bytes(fromBytes),
    chunkSize: chunkSize ?? Size.bytes(chunkBytes),
    resumeHashFrom,
  };
}
