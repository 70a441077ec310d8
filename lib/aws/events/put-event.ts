import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import type { Clock } from '../../clock.ts';
import { EventsError } from './events-error.ts';

export interface PutEventOptions {
  readonly client: () => EventBridgeClient;
  readonly clock: Clock;
  readonly random: () => number;
}

const ATTEMPTS = 5;
const FIRST_DELAY_MS = 200;

/** Puts one event; throws {@link EventsError} once EventBridge has refused it for good or too often. */
export async function putEvent(
  entry: PutEventsRequestEntry,
  { client, clock, random }: PutEventOptions,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const problem = await put(entry, client());
    if (problem === undefined) return;
    if (attempt === ATTEMPTS) throw new EventsError(entry.DetailType ?? '', problem);
    await clock.sleep((1 + random()) * FIRST_DELAY_MS * 2 ** (attempt - 1));
  }
}

/** Resolves to the code of a failure that concerns the entry alone: the SDK knows of no failure then, and repeats nothing. */
async function put(
  entry: PutEventsRequestEntry,
  client: EventBridgeClient,
): Promise<string | undefined> {
  try {
    const { FailedEntryCount = 0, Entries = [] } = await client.send(
      new PutEventsCommand({ Entries: [entry] }),
    );
    return FailedEntryCount > 0 ? (Entries[0]?.ErrorCode ?? 'InternalFailure') : undefined;
  } catch (error) {
    const { name } = error instanceof Error ? error : new Error();
    throw new EventsError(entry.DetailType ?? '', name, { cause: error });
  }
}
