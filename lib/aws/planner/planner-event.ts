import { isValid } from 'ulid';
import * as z from 'zod';
import type { Trigger } from '../../mirror/run-cycle/run-cycle.ts';
import type { DefinitionPlace } from '../environment.ts';
import { PlannerEventError } from './planner-event-error.ts';

/** What the planner is called for. */
export type PlannerCall =
  | { readonly kind: 'run'; readonly trigger: Trigger; readonly hops: number }
  | { readonly kind: 'dry-run'; readonly only?: readonly string[]; readonly definition?: string };

/** What is known of a call besides the event. */
export interface CallContext {
  readonly place: DefinitionPlace;
  /** The same when Lambda calls again with the same event. */
  readonly requestId: string;
  readonly nowMs: number;
}

const TIME = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const NAMES = z.array(z.string().min(1)).min(1);
const EVENT = { id: z.string().min(1), time: TIME };

const s3Schema = z.object({
  ...EVENT,
  source: z.literal('aws.s3'),
  'detail-type': z.enum(['Object Created', 'Object Deleted']),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string(), sequencer: z.string().exactOptional() }),
  }),
});

const codeCommitSchema = z.object({
  ...EVENT,
  source: z.literal('aws.codecommit'),
  'detail-type': z.literal('CodeCommit Repository State Change'),
  detail: z.object({
    event: z.enum(['referenceCreated', 'referenceUpdated', 'referenceDeleted']),
    repositoryName: z.string(),
    referenceType: z.literal('branch'),
    referenceName: z.string(),
  }),
});

const scheduleSchema = z.strictObject({
  trigger: z.literal('schedule'),
  scheduledTime: TIME,
  executionId: z.string(),
});

const manualSchema = z.strictObject({ only: NAMES.exactOptional() });
const retrySchema = z.strictObject({ retry: z.literal('failing') });
const dryRunSchema = z.strictObject({
  dryRun: z.literal(true),
  only: NAMES.exactOptional(),
  definition: z.string().exactOptional(),
});
const resumeSchema = z.strictObject({
  resume: z.string().refine(isValid),
  hops: z.int().nonnegative().default(0),
  from: z.int().nonnegative().default(0),
  only: NAMES.exactOptional(),
  whole: z.literal(true).exactOptional(),
});

const eventSchema = z.union([
  s3Schema,
  codeCommitSchema,
  scheduleSchema,
  manualSchema,
  retrySchema,
  dryRunSchema,
  resumeSchema,
]);

/** Reads what the planner is called with; throws {@link PlannerEventError}. */
export function parsePlannerEvent(event: unknown, context: CallContext): PlannerCall {
  const { success, data } = eventSchema.safeParse(event);
  const call = success ? callOf(data, context) : undefined;
  if (!call) throw new PlannerEventError(event);
  return call;
}

function callOf(
  event: z.infer<typeof eventSchema>,
  { place, requestId, nowMs }: CallContext,
): PlannerCall | undefined {
  if ('source' in event) return isOf(place, event) ? changeOf(event) : undefined;
  const byHand = { identity: `request ${requestId}`, atMs: nowMs };
  if ('trigger' in event) {
    // An execution id is another one for every attempt to deliver: docs.aws.amazon.com/scheduler, "Context attributes".
    const { scheduledTime: atMs } = event;
    return runOf({ kind: 'schedule', identity: `schedule ${atMs}`, atMs });
  }
  if ('dryRun' in event) {
    const { dryRun: _, ...call } = event;
    return { kind: 'dry-run', ...call };
  }
  if ('retry' in event) return runOf({ kind: 'retry', ...byHand });
  if ('resume' in event) {
    const { resume: runId, hops, whole: isWhole, ...others } = event;
    const trigger = { kind: 'resume', runId, ...others, ...(isWhole && { isWhole }) } as const;
    return { kind: 'run', trigger, hops };
  }
  return runOf({ kind: 'manual', ...byHand, ...event });
}

type ChangeEvent = z.infer<typeof s3Schema> | z.infer<typeof codeCommitSchema>;

/** Whether the event is about the file that this planner plans. */
function isOf(place: DefinitionPlace, event: ChangeEvent): boolean {
  if (event.source === 'aws.s3') {
    const { bucket, object } = event.detail;
    return place.kind === 's3' && bucket.name === place.bucket && object.key === place.key;
  }
  const { repositoryName, referenceName } = event.detail;
  return (
    place.kind === 'codecommit' &&
    repositoryName === place.repository &&
    referenceName === place.branch
  );
}

function changeOf(event: ChangeEvent): PlannerCall {
  // S3 may tell of the same object twice, in events of their own.
  const sequencer = event.source === 'aws.s3' ? event.detail.object.sequencer : undefined;
  const identity = `${event.source} ${sequencer ?? event.id}`;
  return runOf({ kind: 'change', identity, atMs: event.time });
}

function runOf(trigger: Trigger): PlannerCall {
  return { kind: 'run', trigger, hops: 0 };
}
