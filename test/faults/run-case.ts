import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { FIRST_RUN, SECOND_RUN } from '../support/run-builder.ts';
import { isInPlace, judgeOutcome } from './judge-outcome.ts';
import type { FaultCase } from './matrix.ts';
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
  const orphans = orphaned(given, strikes);
  const problems = [
    ...(strikes === 0 ? ['it struck nothing'] : []),
    ...judgeOutcome(struck.outcome, given),
    ...(await leftBy(struck, world, { given, orphans })),
  ];

  const rerun = await world.run(SECOND_RUN);
  const wrong = await leftBy(rerun, world, { given, orphans });
  const unlucky = isInPlace(rerun.outcome) ? [] : [JSON.stringify(rerun.outcome.error)];
  const again = [...unlucky, ...wrong].map((problem) => `run again without it: ${problem}`);
  return {
    ...given,
    survived: isInPlace(struck.outcome),
    problems: [...problems, ...again],
    sentAgainBytes: Math.max(0, uploadedBytes(world.target) - recording.uploadedBytes),
  };
}

interface Left {
  readonly given: FaultCase;
  /** Upload sessions that nobody but the registry can know of. */
  readonly orphans: number;
}

/** What a run must not leave behind, whatever it ended in. */
async function leftBy(
  { outcome, summary, unfinished }: WorldRun,
  world: World,
  { given, orphans }: Left,
): Promise<readonly string[]> {
  const { scenario } = given.recording;
  const leaked = await world.leakedConnections();
  const { uploads, storage } = world.target;
  const resumable = await world.checkpoints();
  return [
    ...(await wrongContent(storage, scenario, isInPlace(outcome))),
    ...(unfinished > 0 ? [`${unfinished} requests were not ended`] : []),
    ...(leaked > 0 ? [`${leaked} connections are left`] : []),
    ...(uploads > orphans + resumable
      ? [`${uploads} upload sessions are left, ${orphans} of them lost, ${resumable} to go on with`]
      : []),
    ...(isInPlace(outcome) && resumable > 0
      ? [`${resumable} checkpoints of nothing are left`]
      : []),
    ...(summary?.counts[outcome.status] === 1
      ? []
      : [`the run counted ${JSON.stringify(summary)}`]),
  ];
}

/** Whoever does not hear where a session was opened cannot end it. */
function orphaned({ fault, step }: FaultCase, strikes: number): number {
  const opens = step.subject === 'session' && step.method === 'POST';
  return fault.losesAnswer && opens ? strikes : 0;
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
