import type { Definition } from '../../definition/definition.ts';
import type { Run, RunSummary } from '../../mirror/run.ts';
import { attend } from '../../mirror/run-cycle/attend.ts';
import { recordSettled } from '../../mirror/run-cycle/rest-of-run.ts';
import { type RunCycle, timestamp } from '../../mirror/run-cycle/run-cycle.ts';
import { requestFor } from '../../mirror/send-planned.ts';
import type { ServiceListener } from '../events.ts';

export interface AdoptOptions {
  readonly signal: AbortSignal;
  /** What is in force. */
  readonly definition: Definition;
  readonly isKnown: (runId: string) => boolean;
  /** Takes up a run of so many images. */
  readonly begin: (run: RunSummary, images: number) => void;
  readonly listener: ServiceListener;
}

/** Goes on with runs of a process that died: what had no outcome is requested again. */
export async function adoptRuns(cycle: RunCycle, options: AdoptOptions): Promise<void> {
  for (const run of await cycle.ledger.listOpenRuns()) {
    if (options.isKnown(run.id) || run.definitionVersion !== options.definition.version) continue;
    if (run.state === 'planning') await planOn(run, cycle, options);
    else await requestRest(run, cycle, options);
  }
}

async function planOn(
  { id: runId }: Run,
  cycle: RunCycle,
  { signal, listener }: AdoptOptions,
): Promise<void> {
  const attended = await attend({ kind: 'resume', runId, from: 0 }, { signal }, cycle);
  if (attended.state === 'planned') listener({ type: 'resumed', runId, images: attended.images });
}

async function requestRest(
  run: RunSummary,
  cycle: RunCycle,
  { begin, listener }: AdoptOptions,
): Promise<void> {
  const { ledger, expansions, queue, announcements } = cycle;
  const { id: runId } = run;
  const images = await expansions.read(runId);
  if (!images) return;
  begin(run, images.length);
  const rest = await recordSettled(runId, images, ledger);
  listener({ type: 'resumed', runId, images: rest.length });
  const common = { runId, force: false, dryRun: false, estimateBytes: false };
  await queue.send(rest.map(({ image, position }) => requestFor(image, { ...common, position })));
  await ledger.completeRun(runId, timestamp(cycle), announcements.runCompleted);
}
