import { setTimeout } from 'node:timers/promises';
import pMap from 'p-map';
import type { SeededRandom } from '../support/random.ts';
import { reportOf } from './command-folder.ts';
import { type CommandHome, openCommandHome } from './command-home.ts';
import { type Scenario, sourceStorage } from './scenario.ts';
import { wrongContent } from './wrong-content.ts';

export interface KillingOptions {
  /** Path of the command, bundled as it is published. */
  readonly command: string;
  readonly scenarios: readonly Scenario[];
  readonly kills: number;
  readonly random: SeededRandom;
}

export interface KilledRuns {
  /** How many runs were killed before their end. */
  readonly kills: number;
  /** How many images were copied in spite of that. */
  readonly images: number;
  readonly problems: readonly string[];
}

/** So often a run of one image is killed before it may come to its end. */
const KILLS_OF_AN_IMAGE = 5;

const AT_A_TIME = 2;

/** Kills runs of the command at random moments and starts them again until their image is in place. */
export async function killRuns(options: KillingOptions): Promise<KilledRuns> {
  const killed: KilledRuns[] = [];
  const left = { kills: options.kills };
  await pMap(
    Array.from({ length: AT_A_TIME }),
    async () => {
      for (let turn = 0; left.kills > 0; turn += 1) {
        killed.push(await killOneImage(options, left, turn));
      }
    },
    { concurrency: AT_A_TIME },
  );
  return {
    kills: killed.reduce((sum, { kills }) => sum + kills, 0),
    images: killed.reduce((sum, { images }) => sum + images, 0),
    problems: killed.flatMap(({ problems }) => problems),
  };
}

async function killOneImage(
  { command, scenarios, random }: KillingOptions,
  left: { kills: number },
  turn: number,
): Promise<KilledRuns> {
  const scenario = scenarios[turn % scenarios.length];
  if (!scenario) throw new RangeError('there is nothing to copy');
  const home = await openCommandHome({ command, scenario, storage: await sourceStorage(scenario) });
  try {
    const problems: string[] = [];
    let kills = 0;
    while (kills < KILLS_OF_AN_IMAGE && left.kills > 0) {
      left.kills -= 1;
      if (!(await killOnce(home, random))) {
        left.kills += 1;
        break;
      }
      kills += 1;
      problems.push(...(await wrongContent(home.target.storage, scenario, false)));
      home.expireLeases();
    }
    problems.push(...(await finish(home, scenario)));
    return {
      kills,
      images: 1,
      problems: problems.map((problem) => `${scenario.name}: ${problem}`),
    };
  } finally {
    await home.close();
  }
}

/** Longer than a copy takes, so that some end before they are killed. */
const LATEST_KILL_MS = 250;

/** Resolves to whether the run was killed before its end; what it does before its first request cannot do harm. */
async function killOnce(home: CommandHome, random: SeededRandom): Promise<boolean> {
  const process = home.start();
  await process.firstWords;
  await setTimeout(random.integer(LATEST_KILL_MS));
  process.kill('SIGKILL');
  return (await process.result).exitCode === null;
}

/** Runs the command to its end, which must be a good one. */
async function finish(home: CommandHome, scenario: Scenario): Promise<readonly string[]> {
  const result = await home.start().result;
  const { run, images } = reportOf(result);
  const { counts } = run;
  const isCounted = counts.copied + counts.unchanged === 1 && counts.failed === 0;
  return [
    ...(result.exitCode === 0 ? [] : [`started again it ended with ${result.exitCode}`]),
    ...(isCounted ? [] : [`it counted ${JSON.stringify(counts)} for ${JSON.stringify(images)}`]),
    ...(await wrongContent(home.target.storage, scenario, true)),
  ];
}
