import pMap from 'p-map';
import type { CallOptions } from '../content/ports.ts';
import { signalOf } from '../copy/signal-of.ts';
import type { Definition } from '../definition/definition.ts';
import { type ExpandRunCall, expandRun } from './expand-run.ts';
import type { Outcome } from './outcome.ts';
import type { PlannedImage } from './planned-image.ts';
import type { Run, RunReport } from './run.ts';
import { NOTHING_COUNTED, withOutcome } from './run-tally.ts';
import { requestFor } from './send-planned.ts';
import { sync } from './sync.ts';
import type { SyncImageDependencies } from './sync-image-dependencies.ts';
import { unwrittenLedger } from './unwritten-ledger.ts';

export interface ForeseeRunCall extends CallOptions, Pick<ExpandRunCall, 'choose'> {
  /** A dry run. */
  readonly run: Run;
  /** How many images are looked at at a time. */
  readonly workers: number;
}

/**
 * Says what a run would end in, all of it in this call: nothing is recorded, and nothing written to a registry.
 * What was not looked at when the signal is aborted has failed with its reason.
 */
export async function foreseeRun(
  definition: Definition,
  { run, workers, ...call }: ForeseeRunCall,
  dependencies: SyncImageDependencies,
): Promise<RunReport> {
  const planned = await expandRun(definition, { runId: run.id, ...call }, dependencies);
  const foresee = (image: PlannedImage, position: number) =>
    outcomeOf({ image, position }, run, { ...dependencies, ...signalOf(call) });
  const images = await pMap(planned ?? [], foresee, { concurrency: workers });
  const finishedAt = new Date(dependencies.clock.now()).toISOString();
  const tally = images.reduce(withOutcome, NOTHING_COUNTED);
  const summary = { ...run, state: 'completed', expected: images.length, finishedAt } as const;
  return { run: { ...summary, ...tally }, images };
}

async function outcomeOf(
  { image, position }: { readonly image: PlannedImage; readonly position: number },
  { id: runId }: Run,
  { signal, ...dependencies }: SyncImageDependencies & CallOptions,
): Promise<Outcome> {
  if (image.kind === 'settled') return image.outcome;
  const common = { runId, position, force: false, dryRun: true, estimateBytes: false };
  const options = { attempt: signal?.aborted ? 0 : 1, ...(signal && { signal }) };
  const unwritten = { ...dependencies, ledger: unwrittenLedger };
  return (await sync(requestFor(image, common), unwritten, options)).outcome;
}
