import type { CallOptions } from '../content/ports.ts';
import { signalOf } from '../copy/signal-of.ts';
import type { Definition } from '../definition/definition.ts';
import type { BeforeDeadlineOptions } from './before-deadline.ts';
import { type ExpandRunCall, type ExpandRunDependencies, expandRun } from './expand-run.ts';
import type { Announce } from './ports.ts';
import type { Run } from './run.ts';
import { type SendPlannedDependencies, sendPlanned } from './send-planned.ts';
import type { SyncRequest } from './sync-request.ts';

export interface PlanDependencies extends ExpandRunDependencies, SendPlannedDependencies {
  /** Hears of the run where its last image was done before it was planned. */
  readonly announce?: Announce;
}

/** What holds for every image of a run. */
export type PlanOptions = Pick<SyncRequest, 'force' | 'estimateBytes'>;

interface PlanCall
  extends PlanOptions,
    CallOptions,
    Pick<BeforeDeadlineOptions, 'untilMs'>,
    Pick<ExpandRunCall, 'choose'> {
  readonly run: Run;
  /** What an unfinished planning of the same run has told. Default: 0. */
  readonly from?: number;
  /** Awaited when the images are known and kept, before anybody hears of the first one. */
  readonly beforeSending?: () => Promise<void>;
}

/** Where planning ended: at its end, or at its deadline with `from` for whoever goes on. */
export type PlanEnd =
  | { readonly state: 'planned'; readonly images: number }
  | { readonly state: 'unfinished'; readonly from: number };

/**
 * Opens `run` and requests every image of `definition`, in its order, once all
 * of them are known. What is decided before anybody syncs it is recorded here:
 * entries whose tags cannot be had, targets that are claimed twice and, after an
 * abort without `expansions`, everything that would have been requested.
 *
 * With `expansions` it may be called again for the same run, after it ended at its deadline, after it
 * rejected and after its process died: images that were requested before may be requested again, and
 * each of them counts once.
 */
export async function plan(
  definition: Definition,
  { run, untilMs, from = 0, choose, beforeSending, ...options }: PlanCall,
  dependencies: PlanDependencies,
): Promise<PlanEnd> {
  const { ledger, clock, expansions, listener, announce } = dependencies;
  const call = signalOf(options);
  await ledger.openRun(run);
  const expansion = { runId: run.id, untilMs, ...(choose && { choose }), ...call };
  const images = await expandRun(definition, expansion, dependencies);
  if (!images) return { state: 'unfinished', from };
  listener?.({ type: 'planned', images: images.length });
  await beforeSending?.();

  const { force, estimateBytes } = options;
  const common = { runId: run.id, force, estimateBytes, dryRun: run.dryRun };
  // Without expansions the abort has decided above what becomes of every image.
  const sending = { common, from, clock, untilMs, ...(expansions && call) };
  const done = await sendPlanned(images, sending, dependencies);
  if (done !== undefined) return { state: 'unfinished', from: done };
  await ledger.markPlanned(run.id, images.length);
  // Workers may have been done with all of them before the run counted as planned.
  await ledger.completeRun(run.id, new Date(clock.now()).toISOString(), announce);
  return { state: 'planned', images: images.length };
}
