import type { Outcome } from '../../mirror/outcome.ts';
import { type Synced, sync } from '../../mirror/sync.ts';
import { parseSyncMessage, type SyncMessage } from '../sqs/sync-message.ts';
import type { Invocation } from './invocation.ts';
import { Progress } from './progress.ts';
import { attemptOf, type PutOff, putOff } from './put-off.ts';
import type { DeliveredMessage } from './worker.ts';

/** Does what a message asks for. Resolves to whether it is done with; rejects where ledger or queues do. */
export async function syncMessage(
  record: DeliveredMessage,
  invocation: Invocation,
): Promise<boolean> {
  const { worker, log } = invocation;
  const message = parseSyncMessage(record.body);
  if (!message) {
    log.error('message is not understood', { messageId: record.messageId });
    await worker.deadLetters.sendRaw(record.body);
    return true;
  }
  const { runId, target } = message.request;
  const state = await invocation.stateOf(runId);
  if (state !== 'planning' && state !== 'planned') {
    log.info('message dropped', { run: runId, target, state: state ?? 'forgotten' });
    return true;
  }
  return await syncImageOf(message, record, invocation);
}

async function syncImageOf(
  message: SyncMessage,
  { receiptHandle, attributes }: DeliveredMessage,
  invocation: Invocation,
): Promise<boolean> {
  const { yielding, signal, worker } = invocation;
  const receives = Number(attributes.ApproximateReceiveCount);
  const attempt = attemptOf({ message, receives });
  const progress = new Progress();
  let off: PutOff | undefined;
  const isFinal = (failure: unknown) => {
    const { clock, maxReceives, retry } = worker;
    const delivery = { message, receives, maxReceives, hasProgress: progress.isAny };
    off = putOff(failure, { ...delivery, now: clock.now(), random: retry.random() });
    return off === undefined;
  };
  const dependencies = invocation.dependenciesFor(progress);
  const synced = await sync(message.request, dependencies, { attempt, yielding, signal, isFinal });
  tell(synced, message, { invocation, off });
  if (!off) return true;
  return await follow(off, receiptHandle, invocation);
}

/** Resolves to whether another message has taken this one's place. */
async function follow(
  off: PutOff,
  receipt: string,
  { lane, keeper, worker }: Invocation,
): Promise<boolean> {
  switch (off.kind) {
    case 'retry':
      await keeper.returnAfter(receipt, Math.ceil(off.afterMs / 1000));
      return false;
    case 'follow':
      await lane.queue.sendOn(off.message, off.afterMs);
      return true;
    case 'copy-lane':
      await worker.copy.queue.sendOn(off.message);
      return true;
  }
}

/** A line for each image. */
function tell(
  { outcome, record }: Synced,
  { request, hops, deferrals }: SyncMessage,
  { invocation, off }: { readonly invocation: Invocation; readonly off: PutOff | undefined },
): void {
  const fields = { run: request.runId, ...briefly(outcome), hops, deferrals, record };
  if (off) invocation.log.info('image put off', { ...fields, next: off.kind });
  else if (outcome.status === 'failed') invocation.log.error('image failed', fields);
  else invocation.log.info('image synced', fields);
}

function briefly({ source, target, status, reason, bytes, attempts, ...outcome }: Outcome) {
  const { sourceDigest, wantedDigest, targetDigest, warnings, durationMs, error } = outcome;
  return {
    ...{ source, target, status, reason, sourceDigest, wantedDigest, targetDigest },
    ...{ bytes, attempts, durationMs, warnings, error },
  };
}
