import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { FIRST_RUN, SECOND_RUN } from '../support/run-builder.ts';
import { isInPlace, judgeOutcome } from './judge-outcome.ts';
import type { FaultCase } from './matrix.ts';
import type { Scenario } from './scenario.ts';
import { hitting } from './step.ts';
import { startWorld, type World, type WorldRun } from './world.ts';
import { wrongContent } from './wrong-content.ts';

/** What became of a case; nothing was lost where there are no problems. */
export interface CaseResult extends FaultCase {
  /** Whether the image was in place after the run that the fault struck. */
  readonly survived: boolean;
  readonly problems: readonly string[];
  /** Bytes of blobs that the target took more than once, both runs together. */
  readonly sentAgainBytes: number;
}

/** How long silence lasts before it is a failure: short where it is the fault, so that it is over soon. */
const SILENT_MS = 400;
const PATIENT_MS = 15_000;

/** Longer than any case takes whose every wait is bounded. */
const HANG_MS = 60_000;

/** Plays the fault, runs the engine, runs it again without the fault, and looks at all that is left. */
export async function runCase(given: FaultCase): Promise<CaseResult> {
  const { recording, fault } = given;
  const idleTimeoutMs = fault.isSilent ? SILENT_MS : PATIENT_MS;
  const world = await startWorld({ ...recording, idleTimeoutMs });
  try {
    return await Promise.race([runTwice(world, given), hanging(given)]);
  } finally {
    await world.end();
  }
}

async function runTwice(world: World, given: FaultCase): Promise<CaseResult> {
  const { fault, step, isForEver, recording } = given;
  const registry = world[step.side];
  const effect = fault.effect(step, { registry, now: world.now() });
  const stop = registry.play({ ...hitting(step, isForEver), do: effect });
  const struck = await world.run(FIRST_RUN);
  stop();
  const strikes = registry.requests.filter((request) => request.fault === effect).length;
  const problems = [
    ...(strikes === 0 ? ['it struck nothing'] : []),
    ...judgeOutcome(struck.outcome, given),
    ...(await leftBy(struck, world, { given, strikes })),
  ];

  const rerun = await world.run(SECOND_RUN);
  const wrong = await leftBy(rerun, world, { given, strikes });
  const unlucky = isInPlace(rerun.outcome) ? [] : [JSON.stringify(rerun.outcome.error)];
  const again = [...unlucky, ...wrong].map((problem) => `run again without it: ${problem}`);
  return {
    ...given,
    survived: isInPlace(struck.outcome),
    problems: [...problems, ...again],
    sentAgainBytes: Math.max(0, uploadedBytes(world.target) - recording.uploadedBytes),
  };
}

/** What a source denies to have that refers to the image, or to list, nobody can bring. */
function owedBy({ recording: { scenario }, fault, step }: FaultCase): Scenario {
  const isReferrer = step.side === 'source' && step.subject !== 'session';
  return isReferrer && fault.denies?.(step) ? { ...scenario, owesReferrers: false } : scenario;
}

interface Left {
  readonly given: FaultCase;
  /** How many requests the fault has struck. */
  readonly strikes: number;
}

/** What a run must not leave behind, whatever it ended in. */
async function leftBy(
  { outcome, summary, unfinished }: WorldRun,
  world: World,
  { given, strikes }: Left,
): Promise<readonly string[]> {
  const leaked = await world.leakedConnections();
  const { uploads, storage } = world.target;
  const resumable = await world.checkpoints();
  const orphans = orphaned(given, world, strikes);
  return [
    ...(await wrongContent(storage, owedBy(given), isInPlace(outcome))),
    ...(unfinished > 0 ? [`${unfinished} requests were not ended`] : []),
    ...(leaked > 0 ? [`${leaked} connections are left`] : []),
    ...(uploads > orphans + resumable
      ? [`${uploads} upload sessions are left, ${orphans} of them lost, ${resumable} to go on with`]
      : []),
    ...(summary?.counts[outcome.status] === 1
      ? []
      : [`the run counted ${JSON.stringify(summary)}`]),
  ];
}

/**
 * How many sessions nobody but the registry knows of: whoever does not hear where one was opened, or hears that
 * there is none, cannot end it. Where silence counts as a failure so soon, busy machines are silent too.
 */
function orphaned({ fault, step }: FaultCase, { unheard }: World, strikes: number): number {
  if (fault.isSilent) return unheard;
  if (step.subject !== 'session') return 0;
  const isUnknown = step.method === 'POST' ? fault.losesAnswer : fault.denies?.(step);
  return isUnknown ? strikes : 0;
}

function uploadedBytes({ requests }: EmbeddedRegistry): number {
  return requests
    .filter(({ path }) => path.includes('/blobs/uploads/'))
    .reduce((sum, { bytesReceived }) => sum + bytesReceived, 0);
}

function hanging(given: FaultCase): Promise<CaseResult> {
  const problems = [`it has not ended after ${HANG_MS / 1000} s`];
  return new Promise((resolve) => {
    setTimeout(
      () => resolve({ ...given, survived: false, problems, sentAgainBytes: 0 }),
      HANG_MS,
    ).unref();
  });
}
