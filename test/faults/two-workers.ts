import type { SeededRandom } from '../support/random.ts';
import { reportOf } from './command-folder.ts';
import { type CommandHome, openCommandHome } from './command-home.ts';
import type { FaultCase } from './matrix.ts';
import { describeStep, hitting } from './step.ts';
import { wrongContent } from './wrong-content.ts';

export interface TwoWorkersOptions {
  /** Path of the command, bundled as it is published. */
  readonly command: string;
  /** One of those that a single worker survives strikes whichever of the two comes first. */
  readonly cases: readonly FaultCase[];
  readonly rounds: number;
  readonly random: SeededRandom;
}

/** Has two processes with one ledger copy the same image at the same time, and resolves to what went wrong. */
export async function runTwoWorkers({
  command,
  cases,
  rounds,
  random,
}: TwoWorkersOptions): Promise<readonly string[]> {
  const passing = cases.filter(isSurvived);
  const problems: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const struck = passing[random.integer(passing.length)];
    if (!struck) throw new RangeError('there is no fault to strike');
    const { scenario, storage } = struck.recording;
    const home = await openCommandHome({ command, scenario, storage });
    const wrong = await strikeBoth(home, struck).finally(() => home.close());
    const what = `${scenario.name}, ${struck.fault.name} at ${describeStep(struck.step)}`;
    problems.push(...wrong.map((problem) => `${what}: ${problem}`));
  }
  return problems;
}

/** Real time passes here: no silence that takes a minute to be noticed, and no registry that asks for tokens. */
function isSurvived({ fault, step, isForEver }: FaultCase): boolean {
  return !isForEver && !fault.isSilent && step.subject !== 'token' && !fault.isFinal(step);
}

async function strikeBoth(
  home: CommandHome,
  { fault, step, recording: { scenario } }: FaultCase,
): Promise<readonly string[]> {
  const registry = home[step.side];
  const effect = fault.effect(step, { registry, now: Date.now() });
  registry.play({ ...hitting(step, false), do: effect });
  const [one, other] = [home.start(), home.start()];
  const results = [await one.result, await other.result];

  const statuses = results.map((result) => reportOf(result).images[0]?.status).toSorted();
  const isAsItShould = statuses.join() === 'copied,unchanged';
  const orphans = fault.losesAnswer && step.method === 'POST' ? 1 : 0;
  const { uploads, storage } = home.target;
  return [
    ...(isAsItShould ? [] : [`they ended with ${statuses.join(' and ')}`]),
    ...(uploads > orphans ? [`${uploads} upload sessions are left`] : []),
    ...(await wrongContent(storage, scenario, true)),
  ];
}
