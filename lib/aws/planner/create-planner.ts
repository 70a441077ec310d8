import { holdingLease } from '../../mirror/holding-lease.ts';
import type { Leases } from '../../mirror/ports.ts';
import { attend } from '../../mirror/run-cycle/attend.ts';
import type { Attended, RunCycle, Trigger } from '../../mirror/run-cycle/run-cycle.ts';
import type { DefinitionPlace } from '../environment.ts';
import type { Log } from '../log.ts';
import { announcingOrLogging } from './announce-or-log.ts';
import type { Foresee } from './foresee.ts';
import type { Continue } from './invoke-itself.ts';
import { logRunCycle } from './log-run-cycle.ts';
import { PlanUnfinishedError } from './plan-unfinished-error.ts';
import { type PlannerAnswer, plannerAnswer } from './planner-answer.ts';
import { type CallContext, type PlannerCall, parsePlannerEvent } from './planner-event.ts';

export interface PlannerDependencies {
  readonly place: DefinitionPlace;
  readonly cycle: Omit<RunCycle, 'listener'>;
  /** By the names of definitions' sources. */
  readonly leases: Leases;
  /** Told once, before the first run is planned. */
  readonly introduce: () => Promise<void>;
  readonly goOn: Continue;
  readonly foresee: Foresee;
  readonly log: Log;
  /** A name that no other planner has. */
  readonly newOwner: () => string;
}

/** What the planner uses of Lambda's context. */
export interface PlannerContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

export type Planner = (event: unknown, context: PlannerContext) => Promise<PlannerAnswer | object>;

/** Kept back to hand on what is left: a slice of requests, or a dry run's answer, may still be under way. */
const MARGIN_MS = 60_000;
/**
 * Of up to 14 minutes each. Lambda ends a function that has invoked itself about 16 times in a row, which it takes for a loop:
 * docs.aws.amazon.com/lambda, "Use Lambda recursive loop detection".
 */
const MAX_HOPS = 12;

/** Plans runs when events, the schedule and people call for them. One of a kind plans one definition at a time. */
export function createPlanner(dependencies: PlannerDependencies): Planner {
  const { place, cycle, foresee } = dependencies;
  return async (event, { awsRequestId: requestId, ...context }) => {
    const nowMs = cycle.clock.now();
    const call = parsePlannerEvent(event, { place, requestId, nowMs } satisfies CallContext);
    const untilMs = nowMs + context.getRemainingTimeInMillis() - MARGIN_MS;
    if (call.kind === 'dry-run') return await foresee(call, { untilMs });
    return await planCalled(call, untilMs, dependencies);
  };
}

type RunCall = Extract<PlannerCall, { kind: 'run' }>;

async function planCalled(
  { trigger, hops }: RunCall,
  untilMs: number,
  dependencies: PlannerDependencies,
): Promise<PlannerAnswer> {
  const { introduce, log } = dependencies;
  await introduce();
  const attended = await attendAlone(trigger, untilMs, dependencies);
  if (attended.state === 'unfinished') {
    await handOn(attended, { trigger, hops }, dependencies);
  }
  const answer = plannerAnswer(attended);
  log.info('planner is done', { trigger, ...answer });
  return answer;
}

/** Waits for another planner half of its time, so that enough is left for the work. */
async function attendAlone(
  trigger: Trigger,
  untilMs: number,
  { cycle, leases, log, newOwner }: PlannerDependencies,
): Promise<Attended> {
  const { clock, source } = cycle;
  const patienceMs = Math.max(0, (untilMs - clock.now()) / 2);
  const onWait = () => log.info('another planner is at work', { definition: source.name });
  const holding = { leases, clock, owner: newOwner(), patienceMs, onWait };
  const announcements = announcingOrLogging(cycle.announcements, log);
  const logged = { ...cycle, announcements, listener: logRunCycle(log) };
  return await holdingLease(source.name, holding, ({ signal }) =>
    attend(trigger, { untilMs, signal }, logged),
  );
}

async function handOn(
  { runId, from, isWhole }: Extract<Attended, { state: 'unfinished' }>,
  { trigger, hops }: Omit<RunCall, 'kind'>,
  { goOn }: PlannerDependencies,
): Promise<void> {
  if (hops >= MAX_HOPS) throw new PlanUnfinishedError(runId, hops);
  const { only } = trigger;
  const about = { ...(only && { only }), ...(isWhole && { whole: true as const }) };
  await goOn({ resume: runId, hops: hops + 1, from, ...about });
}
