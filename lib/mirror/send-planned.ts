import pMap from 'p-map';
import type { CallOptions } from '../content/ports.ts';
import type { NamedImage } from '../definition/definition.ts';
import { type BeforeDeadlineOptions, isDue } from './before-deadline.ts';
import type { SyncListener } from './events.ts';
import { namesOf, type PlannedImage, settingsOf } from './planned-image.ts';
import type { Ledger, Queue } from './ports.ts';
import type { SyncRequest } from './sync-request.ts';

export interface SendPlannedDependencies {
  readonly ledger: Ledger;
  readonly queue: Queue;
  readonly listener?: SyncListener;
}

/** What holds for every request of a run. */
export type CommonRequest = Pick<SyncRequest, 'runId' | 'force' | 'dryRun' | 'estimateBytes'>;

export interface SendPlannedCall extends BeforeDeadlineOptions, CallOptions {
  readonly common: CommonRequest;
  /** How much of the work was done before, as this function has told it. */
  readonly from: number;
}

/** An image and where it stands in the run. */
interface Placed {
  readonly position: number;
  readonly image: PlannedImage;
}

/** How much is done between two looks at the deadline: a matter of seconds. */
const SLICE = 500;

/** A ledger may write several together. */
export const RECORDS_AT_A_TIME = 40;

/**
 * Records what is settled and then requests the other images, in their order. Resolves to `undefined`
 * when all is done, and at the deadline to how much of it is: whoever goes on, gives that as `from`.
 * After an abort it rejects with its reason.
 */
export async function sendPlanned(
  images: readonly PlannedImage[],
  { common, from, signal, ...deadline }: SendPlannedCall,
  dependencies: SendPlannedDependencies,
): Promise<number | undefined> {
  const placed = images.map((image, position): Placed => ({ position, image }));
  const { settled = [], named = [] } = Object.groupBy(placed, ({ image }) => image.kind);
  const work = [...settled, ...named];
  for (let done = from; done < work.length; done += SLICE) {
    signal?.throwIfAborted();
    if (isDue(deadline)) return done;
    const slice = work.slice(done, done + SLICE);
    await recordSettled(slice, common.runId, dependencies);
    await dependencies.queue.send(requestsOf(slice, common));
  }
  return undefined;
}

async function recordSettled(
  slice: readonly Placed[],
  runId: string,
  { ledger, listener }: SendPlannedDependencies,
): Promise<void> {
  await pMap(
    slice,
    async ({ position, image }) => {
      if (image.kind !== 'settled') return;
      listener?.({ type: 'settled', position, outcome: image.outcome });
      await ledger.recordPlanned(runId, position, image.outcome);
    },
    { concurrency: RECORDS_AT_A_TIME },
  );
}

function requestsOf(slice: readonly Placed[], common: CommonRequest): readonly SyncRequest[] {
  return slice.flatMap(({ position, image }) =>
    image.kind === 'settled' ? [] : requestFor(image, { ...common, position }),
  );
}

/** What a worker is asked for the image at `position`. */
export function requestFor(
  image: NamedImage,
  { position, ...common }: CommonRequest & Pick<SyncRequest, 'position'>,
): SyncRequest {
  return { ...common, position, ...settingsOf(image), ...namesOf(image) };
}
