import type { Outcome } from '../../lib/mirror/outcome.ts';
import type { SeededRandom } from '../support/random.ts';
import { FIRST_RUN, SECOND_RUN } from '../support/run-builder.ts';
import { isInPlace, shown } from './judge-outcome.ts';
import { JumpingClock } from './jumping-clock.ts';
import type { Recording } from './matrix.ts';
import { startWorld, type World } from './world.ts';
import { wrongContent } from './wrong-content.ts';

export interface ClockJumpOptions {
  readonly recordings: readonly Recording[];
  readonly rounds: number;
  readonly random: SeededRandom;
}

const JUMPS = 4;
const LONGEST_JUMP_HOURS = 24;
const HOUR_MS = 60 * 60 * 1000;
const PATIENT_MS = 20_000;

/** Later than any id of the builder's. */
const THIRD_RUN = '01KDVDT000CCCCCCCCCCCCCCCC';

/** Has two workers copy one image while the clock of their machine is set forward and back, and resolves to what went wrong. */
export async function jumpClocks({
  recordings,
  rounds,
  random,
}: ClockJumpOptions): Promise<readonly string[]> {
  const problems: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const recording = recordings[round % recordings.length];
    if (!recording) throw new RangeError('there is nothing to copy');
    problems.push(...(await copyMeanwhile(recording, random)));
  }
  return problems;
}

async function copyMeanwhile(
  { scenario, storage, steps }: Recording,
  random: SeededRandom,
): Promise<readonly string[]> {
  const clock = new JumpingClock();
  const clocks = { copy: clock, registries: new JumpingClock(), ledger: clock };
  const world = await startWorld({ scenario, storage, idleTimeoutMs: PATIENT_MS, clocks });
  try {
    const jumps = planJumps(world, clock, { random, requests: steps.length });
    const [one, other] = await Promise.all([world.run(FIRST_RUN), world.run(SECOND_RUN)]);
    const { outcome } = await world.run(THIRD_RUN);
    const wrong = [
      ...[one.outcome, other.outcome].filter((ended) => !isClear(ended)).map(shown),
      ...(isInPlace(outcome) ? [] : [`then it ended as ${shown(outcome)}`]),
      ...(world.target.uploads === 0 ? [] : [`${world.target.uploads} sessions are left`]),
      ...(await wrongContent(world.target.storage, scenario, true)),
    ];
    return wrong.map((problem) => `${scenario.name}, ${jumps.join(', ')}: ${problem}`);
  } finally {
    await world.end();
  }
}

/** Whoever lost its lease, or its patience, says so, and that it may be tried again. */
function isClear(outcome: Outcome): boolean {
  return isInPlace(outcome) || (outcome.error?.retryable ?? false);
}

/** Sets the clock at some requests, whoever sends them; resolves to what is done to it, in words. */
function planJumps(
  world: World,
  clock: JumpingClock,
  { random, requests }: { readonly random: SeededRandom; readonly requests: number },
): readonly string[] {
  return Array.from({ length: JUMPS }, () => {
    const side = random.integer(2) === 0 ? 'source' : 'target';
    const hours = random.integer(2 * LONGEST_JUMP_HOURS + 1) - LONGEST_JUMP_HOURS;
    const after = random.integer(requests);
    const happens = () => clock.jump(hours * HOUR_MS);
    world[side].play({ after, times: 1, do: { kind: 'meanwhile', happens } });
    return `${hours} h at request ${after} of the ${side}`;
  });
}
