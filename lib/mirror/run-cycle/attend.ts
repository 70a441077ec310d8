import type { CallOptions } from '../../content/ports.ts';
import { signalOf } from '../../copy/signal-of.ts';
import type { Definition } from '../../definition/definition.ts';
import type { Run } from '../run.ts';
import { planRun, skipped } from './plan-run.ts';
import { lastInForce, readInForce } from './read-in-force.ts';
import { reasonToSkip } from './reason-to-skip.ts';
import {
  type Attended,
  type ResumeTriggered,
  type RunCycle,
  type RunTriggered,
  type Trigger,
  timestamp,
} from './run-cycle.ts';
import { runIdFor } from './run-id.ts';
import { isWhole, type Situation } from './situation.ts';
import { takeOver } from './take-over.ts';
import { tendOpenRuns } from './tend-open-runs.ts';

export interface AttendCall extends CallOptions {
  /** When to stop, in milliseconds since the epoch; what is left is told as `unfinished`. Default: never. */
  readonly untilMs?: number;
}

interface Circumstances {
  readonly situation: Situation;
  readonly call: AttendCall;
  readonly cycle: RunCycle;
}

/**
 * Does what `trigger` calls for: plans a run, goes on with one, or nothing. The caller is the one
 * planner of the definition meanwhile. It may die between any two steps: the same trigger, told
 * again, finds what was done and does the rest.
 */
export async function attend(
  trigger: Trigger,
  call: AttendCall,
  cycle: RunCycle,
): Promise<Attended> {
  const { definitions, ledger, source } = cycle;
  const record = await definitions.read(source.name);
  const isNew = trigger.kind !== 'resume';
  const { definition, ...others } = isNew
    ? await readInForce(record, cycle, signalOf(call))
    : lastInForce(record, cycle);
  const found = await ledger.listOpenRuns();
  const open = await tendOpenRuns(found, definition?.version, cycle);
  if (!definition) return skipped('there is no definition that could be used');

  const situation = { record, inForce: { definition, ...others }, found, open };
  const circumstances = { situation, call, cycle };
  return isNew ? await begin(trigger, circumstances) : await resume(trigger, circumstances);
}

async function begin(
  trigger: RunTriggered,
  { situation, call, cycle }: Circumstances,
): Promise<Attended> {
  const { inForce, open } = situation;
  const { definition } = inForce;
  const id = runIdFor(trigger, definition.version, await earlierThan(situation, cycle));
  const reason = await reasonToSkip(trigger, id, { situation, cycle });
  if (reason !== undefined) return skipped(reason);

  const only = trigger.only ?? (await chosenBy(trigger.kind, cycle));
  const isBegun = open.some((run) => run.id === id);
  if (only?.length === 0 && !isBegun) return skipped('no image is failing');
  const orphan = trigger.kind === 'schedule' && (await takeOver(id, { situation, cycle }));
  const run = orphan || newRun(trigger, id, { definition, cycle });
  return await planRun({ ...call, definition, run, only, isWhole: !only, from: 0 }, cycle);
}

/** Ids of runs that a new one has to follow: with the newest it follows those that are over, whoever called for them. */
async function earlierThan(
  { record: { planned }, found }: Situation,
  { reader }: RunCycle,
): Promise<readonly string[]> {
  const newest = await reader.listRuns({ limit: 1 });
  return [
    ...found.map(({ id }) => id),
    ...newest.map(({ id }) => id),
    ...(planned ? [planned.runId] : []),
  ];
}

async function resume(
  { runId, from, only, isWhole: wasWhole = false }: ResumeTriggered,
  { situation, call, cycle }: Circumstances,
): Promise<Attended> {
  const run = await cycle.ledger.readRun(runId);
  if (!run) return skipped(`the run ${runId} is not known any more`);
  const chosen = only ?? (await chosenBy(run.trigger, cycle));
  const { definition } = situation.inForce;
  // Whoever resumes a run by hand may not say what it is about.
  const options = { only: chosen, isWhole: !chosen && (wasWhole || isWhole(run)) };
  return await planRun({ ...call, definition, run, ...options, from }, cycle);
}

/** What is to be tried again, by its targets; `undefined` where a run is not about that. */
async function chosenBy(
  trigger: Run['trigger'],
  { reader }: RunCycle,
): Promise<readonly string[] | undefined> {
  if (trigger !== 'retry') return undefined;
  const failing = await reader.listFailing();
  return failing.map(({ outcome }) => outcome.target);
}

function newRun(
  { kind }: RunTriggered,
  id: string,
  { definition, cycle }: { readonly definition: Definition; readonly cycle: RunCycle },
): Run {
  const definitionVersion = definition.version;
  return { id, trigger: kind, definitionVersion, dryRun: false, startedAt: timestamp(cycle) };
}
