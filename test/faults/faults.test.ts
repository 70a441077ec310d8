import pMap from 'p-map';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshSeed, SeededRandom } from '../support/random.ts';
import { casesOf, type FaultCase, record } from './matrix.ts';
import { problemsOf } from './report.ts';
import { runCase } from './run-case.ts';
import { SCENARIOS } from './scenarios.ts';

const SEED = freshSeed();

/** As many as take some seconds; `npm run test:faults` tries all. */
const SAMPLE = 200;

/** Most of the time cases wait: for silence to be a failure. */
const AT_A_TIME = 16;

describe(`a copy whose requests are struck by faults (seed ${SEED})`, () => {
  let cases: readonly FaultCase[];

  beforeAll(async () => {
    cases = (await pMap(SCENARIOS, record, { concurrency: 1 })).flatMap(casesOf);
  });

  it(`loses nothing in ${SAMPLE} of all cases`, async () => {
    const random = new SeededRandom(SEED);
    const sample = Array.from({ length: SAMPLE }, () => cases[random.integer(cases.length)]).filter(
      (given) => given !== undefined,
    );

    const results = await pMap(sample, runCase, { concurrency: AT_A_TIME });

    expect(results.flatMap(problemsOf)).toEqual([]);
  });
});
