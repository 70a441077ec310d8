import type { CallOptions } from '../../content/ports.ts';
import type { Definition } from '../../definition/definition.ts';
import { NothingChosenError } from '../errors.ts';
import { type PlanEnd, plan } from '../plan.ts';
import type { Run } from '../run.ts';
import { type Choice, choiceOf } from './choose-images.ts';
import { failingOf } from './failing-of.ts';
import { retireDeparted } from './retire-departed.ts';
import { type Attended, type RunCycle, timestamp } from './run-cycle.ts';
import { supersede, supersedeOlder } from './tend-open-runs.ts';

export interface PlanRunCall extends CallOptions {
  readonly definition: Definition;
  readonly run: Run;
  /** When to stop, in milliseconds since the epoch. Default: never. */
  readonly untilMs?: number | undefined;
  readonly from: number;
  /** What is to be expanded. Absent: the whole definition. */
  readonly only?: readonly string[] | undefined;
  /** Whether the run is known to be over the whole definition. */
  readonly isWhole: boolean;
}

/**
 * Plans a run, or goes on with it wherever it was left, and then does what belongs to a run over the
 * whole definition: it supersedes older ones, retires images that are gone, and is remembered as the latest.
 */
export async function planRun(call: PlanRunCall, cycle: RunCycle): Promise<Attended> {
  const { id: runId } = call.run;
  await cycle.ledger.openRun(call.run);
  const state = (await cycle.ledger.readRun(runId))?.state;
  if (state === 'superseded') return skipped(`the run ${runId} is superseded by a newer one`);
  try {
    const end = state === 'planning' ? await planning(call, cycle) : undefined;
    if (end?.state === 'unfinished') return { ...end, runId, isWhole: call.isWhole };
    // Whoever is no longer the one planner must not be remembered as the latest.
    call.signal?.throwIfAborted();
    return await finish(call, cycle);
  } catch (error) {
    if (!(error instanceof NothingChosenError)) throw error;
    await supersede(call.run, cycle);
    // What has failed may have left the definition, which is no mistake of whoever calls.
    if (call.run.trigger !== 'retry') throw error;
    return skipped('no image of the definition is failing');
  }
}

/** That nothing is done, and why. */
export function skipped(reason: string): Attended {
  return { state: 'skipped', reason };
}

async function planning(
  { definition, run, only, isWhole, untilMs, from, ...call }: PlanRunCall,
  cycle: RunCycle,
): Promise<PlanEnd> {
  const { definition: part, ...choice }: Partial<Choice> = only
    ? chosen(run, definition, only)
    : {};
  const beforeSending = () => supersedeOlder(run.id, cycle);
  const options = { force: false, estimateBytes: false, untilMs, from, ...choice, ...call };
  const { listener: _, planning: listener, announcements, ...ports } = cycle;
  return await plan(
    part ?? definition,
    { run, ...options, ...(isWhole && { beforeSending }) },
    { ...ports, ...(listener && { listener }), announce: announcements.runCompleted },
  );
}

/** Throws `NothingChosenError`, when images are chosen, where there is none. */
function chosen({ trigger }: Run, definition: Definition, only: readonly string[]): Choice {
  if (trigger !== 'retry') return choiceOf(definition, only);
  const failing = failingOf(definition, only);
  return {
    ...failing,
    choose: (images) => {
      const found = failing.choose(images);
      if (found.length === 0) throw new NothingChosenError(only);
      return found;
    },
  };
}

/** Every step of it can be taken again. */
async function finish(
  { run: { id: runId, definitionVersion: version }, isWhole }: PlanRunCall,
  cycle: RunCycle,
): Promise<Attended> {
  const { ledger, expansions, definitions, source, announcements } = cycle;
  await ledger.completeRun(runId, timestamp(cycle), announcements.runCompleted);
  const images = (await expansions.read(runId)) ?? [];
  const { planned } = await definitions.read(source.name);
  const isLatest = planned === undefined || planned.runId <= runId;
  if (isWhole && isLatest) {
    await retireDeparted(images, cycle);
    await definitions.update(source.name, { planned: { version, runId } });
  }
  return { state: 'planned', runId, images: images.length };
}
