import type { Clock } from '../clock.ts';
import type { Definition, ImageEntry } from '../definition/definition.ts';
import { formatReference } from '../oci/reference.ts';
import type { Ledger, Queue } from './ports.ts';
import type { Run } from './run.ts';
import type { SyncRequest } from './sync-request.ts';

export interface PlanDependencies {
  readonly ledger: Ledger;
  readonly queue: Queue;
  readonly clock: Clock;
}

/** What holds for every image of a run. */
export type PlanOptions = Pick<SyncRequest, 'force' | 'estimateBytes'>;

/** Opens `run` and requests every image of `definition`, in its order. */
export async function plan(
  definition: Definition,
  { run, ...options }: PlanOptions & { readonly run: Run },
  { ledger, queue, clock }: PlanDependencies,
): Promise<void> {
  const requests = definition.images.map((entry, position) =>
    requestOf(entry, { ...options, runId: run.id, dryRun: run.dryRun, position }),
  );
  await ledger.openRun(run);
  await queue.send(requests);
  await ledger.markPlanned(run.id, requests.length);
  // Workers may have been done with all of them before the run counted as planned.
  await ledger.completeRun(run.id, new Date(clock.now()).toISOString());
}

function requestOf(
  { source, target, onConflict, amd64Only }: ImageEntry,
  common: Omit<SyncRequest, 'source' | 'target' | 'onConflict' | 'amd64Only'>,
): SyncRequest {
  return {
    ...common,
    source: formatReference(source),
    target: formatReference(target),
    onConflict,
    amd64Only,
  };
}
