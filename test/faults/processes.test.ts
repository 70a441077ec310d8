import pMap from 'p-map';
import { describe, expect, inject, it } from 'vitest';
import { freshSeed, SeededRandom } from '../support/random.ts';
import { jumpClocks } from './clock-jumps.ts';
import { killRuns } from './killed-runs.ts';
import { casesOf, record } from './matrix.ts';
import { COMMAND_SCENARIOS, SCENARIOS } from './scenarios.ts';
import { runTwoWorkers } from './two-workers.ts';

const SEED = freshSeed();
const KILLS = 6;

/** A handful of what `npm run test:faults` does for minutes. */
describe(`runs that end early, meet each other or lose count of time (seed ${SEED})`, () => {
  it(`copies images although ${KILLS} runs are killed`, async () => {
    const random = new SeededRandom(SEED);

    const killed = await killRuns({
      command: inject('command'),
      scenarios: COMMAND_SCENARIOS,
      kills: KILLS,
      random,
    });

    expect(killed.problems).toEqual([]);
    expect(killed.kills).toBe(KILLS);
  });

  it('lets one of two processes copy an image, whatever strikes them', async () => {
    const cases = (await pMap(COMMAND_SCENARIOS, record, { concurrency: 1 })).flatMap(casesOf);
    const random = new SeededRandom(SEED);

    const problems = await runTwoWorkers({
      command: inject('command'),
      cases,
      rounds: 2,
      random,
    });

    expect(problems).toEqual([]);
  });

  it('keeps two workers apart although the clock jumps', async () => {
    const recordings = await pMap(SCENARIOS, record, { concurrency: 1 });

    const problems = await jumpClocks({ recordings, rounds: 6, random: new SeededRandom(SEED) });

    expect(problems).toEqual([]);
  });
});
