import type { Clock } from '../clock.ts';
import type { CallOptions } from '../content/ports.ts';
import type { Definition } from '../definition/definition.ts';
import type { SyncListener } from './events.ts';
import { expandDefinition } from './expand-definition.ts';
import { failedBy, namesOf, type PlannedImage, settingsOf } from './planned-image.ts';
import type { Ledger, Queue, Repositories } from './ports.ts';
import type { Run } from './run.ts';
import type { SyncRequest } from './sync-request.ts';

export interface PlanDependencies {
  /** Where the tags are listed that are selected from. */
  readonly repositories: Repositories;
  readonly ledger: Ledger;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly listener?: SyncListener;
}

/** What holds for every image of a run. */
export type PlanOptions = Pick<SyncRequest, 'force' | 'estimateBytes'>;

interface PlanCall extends PlanOptions, CallOptions {
  readonly run: Run;
}

/**
 * Opens `run` and requests every image of `definition`, in its order, once all
 * of them are known. What is decided before anybody syncs it is recorded here:
 * entries whose tags cannot be had, targets that are claimed twice and, after an
 * abort, everything that would have been requested.
 */
export async function plan(
  definition: Definition,
  { run, signal, ...options }: PlanCall,
  { ledger, queue, clock, repositories, listener }: PlanDependencies,
): Promise<void> {
  await ledger.openRun(run);
  const expansion = { repositories, listener, ...(signal && { signal }) };
  const expanded = await expandDefinition(definition, expansion);
  const images = signal?.aborted ? expanded.map(endedBy(signal.reason)) : expanded;
  listener?.({ type: 'planned', images: images.length });

  for (const [position, image] of images.entries()) {
    if (image.kind !== 'settled') continue;
    listener?.({ type: 'settled', position, outcome: image.outcome });
    await ledger.recordPlanned(run.id, position, image.outcome);
  }
  await queue.send(requestsFor(images, { ...options, runId: run.id, dryRun: run.dryRun }));
  await ledger.markPlanned(run.id, images.length);
  // Workers may have been done with all of them before the run counted as planned.
  await ledger.completeRun(run.id, new Date(clock.now()).toISOString());
}

/** Fails what has no outcome yet. */
function endedBy(reason: unknown): (image: PlannedImage) => PlannedImage {
  return (image) => (image.kind === 'settled' ? image : failedBy(reason, namesOf(image)));
}

function requestsFor(
  images: readonly PlannedImage[],
  common: PlanOptions & Pick<SyncRequest, 'runId' | 'dryRun'>,
): readonly SyncRequest[] {
  return images.flatMap((image, position) =>
    image.kind === 'settled'
      ? []
      : { ...common, position, ...settingsOf(image), ...namesOf(image) },
  );
}
