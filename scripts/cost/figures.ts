import { transactionUnits } from '../../lib/aws/dynamodb/item-size.ts';

/** So many images share a message of SQS's batches, an invocation and a transaction. */
const BATCH = 10;

/** An image's record, and a shard of a run's counts, stay under a kilobyte: a test of the ledger holds them to it. */
const RECORD_UNITS = transactionUnits(1024);

/** An unchanged image, each time that it is compared. */
export const UNCHANGED = {
  /** Sent, received, kept and deleted, each ten at a time. */
  sqsRequests: 4 / BATCH,
  /** Its record, and its share of the count. */
  writeUnits: RECORD_UNITS + RECORD_UNITS / BATCH,
  /** Its memory once more, when its referrers were looked for again. */
  recheckUnits: RECORD_UNITS,
  /** Its two rows, and its share of the run's state and counts. */
  readUnits: 1 + 3 / BATCH,
  /** Two HEAD requests of ten images at a time, the referrers that are due, and one transaction: an estimate. */
  workerSeconds: 2 / BATCH,
  workerInvocations: 1 / BATCH,
  /** Its part of the expansion that is kept, and of the requests' sending. */
  plannerWriteUnits: 0.05,
  plannerSeconds: 0.002,
  /** The worker's line, of about 1,050 bytes, and its share of the metrics and of Lambda's own lines. */
  logBytes: 1150,
  /** Its record and its memory. */
  tableBytes: 1500,
} as const;

/** Each run, however many images it has. */
export const RUN = {
  /** Opening, planning, completing, and the planner's lease and records. */
  writeUnits: 20,
  readUnits: 20,
  plannerSeconds: 5,
  logBytes: 10_000,
  /** Two rules match what one event says, which costs nothing more. */
  events: 1,
} as const;

/** The stack with its defaults; a test compares them with the template. */
export const STACK = {
  workerGb: 1769 / 1024,
  plannerGb: 1,
  hoursBetweenRuns: 6,
  logMonths: 3,
  polledQueues: 3,
  customMetrics: 10,
  alarmMetrics: 14,
  dashboards: 1,
} as const;

/** How often Lambda asks an empty queue: five pollers that wait for 20 s each, while a maximum concurrency is set. */
export const POLLS_AN_HOUR = (5 * 3600) / 20;

/** `referrersRecheck`, unless images.yaml says otherwise. */
export const HOURS_BETWEEN_RECHECKS = 24;

/** A GB that is copied. */
export const COPIED_GB = {
  /** At 40 MB a second; Lambda's network ends at 78. */
  workerSeconds: 1e9 / 40e6,
  /** A message to the second lane, and its visibility every 40 s. */
  sqsRequests: 4,
  /** The lease and its renewals, turns for manifests, record, memory and history; the claims on ten blobs; 30 chunks. */
  writeUnits: 75,
} as const;
