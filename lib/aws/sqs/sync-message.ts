import * as z from 'zod';
import type { SyncRequest } from '../../mirror/sync-request.ts';

/** A message of another version is for a worker that knows it. */
const VERSION = 1;

const requestSchema = z.object({
  runId: z.ulid(),
  position: z.int().nonnegative(),
  source: z.string().min(1),
  target: z.string().min(1),
  onConflict: z.enum(['fail', 'overwrite', 'keep']),
  platforms: z.array(z.string()).readonly().exactOptional(),
  requirePlatforms: z.array(z.string()).readonly().exactOptional(),
  index: z.enum(['keep', 'single']),
  referrers: z.union([z.boolean(), z.object({ artifactTypes: z.array(z.string()).readonly() })]),
  referrersRecheckMs: z.number().nonnegative().nullable(),
  foreignLayers: z.enum(['skip', 'copy']),
  amd64Only: z.boolean(),
  force: z.boolean(),
  dryRun: z.literal(false),
  estimateBytes: z.boolean(),
});

const messageSchema = z.object({
  version: z.literal(VERSION),
  request: requestSchema,
  /** Which attempt the first delivery of this message is, from 1. */
  attempt: z.int().positive(),
  /** How often the image was put off without a failure of its own: leases of others, throttles. */
  deferrals: z.int().nonnegative(),
  /** How often it was handed on because a worker's time was over. */
  hops: z.int().nonnegative(),
  /** How many messages about the image came before this one in its run. */
  sequence: z.int().nonnegative(),
  /** Of the first of them; milliseconds since the epoch. */
  firstSentAt: z.int().nonnegative(),
});

/** What stands in a message of the queues between planner and workers. */
export interface SyncMessage extends Omit<z.infer<typeof messageSchema>, 'request'> {
  readonly request: SyncRequest;
}

/** The first message about an image. */
export function firstMessage(request: SyncRequest, now: number): SyncMessage {
  const history = { attempt: 1, deferrals: 0, hops: 0, sequence: 0, firstSentAt: now };
  return { version: VERSION, request, ...history };
}

/** The message in `body`, `undefined` where that is none that this version understands. */
export function parseSyncMessage(body: string): SyncMessage | undefined {
  try {
    return messageSchema.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}
