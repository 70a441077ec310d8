import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pMap from 'p-map';
import { jumpClocks } from '../test/faults/clock-jumps.ts';
import { killRuns } from '../test/faults/killed-runs.ts';
import { casesOf, type FaultCase, type Recording, record } from '../test/faults/matrix.ts';
import { formatTable, problemsOf } from '../test/faults/report.ts';
import { type CaseResult, runCase } from '../test/faults/run-case.ts';
import { COMMAND_SCENARIOS, SCENARIOS } from '../test/faults/scenarios.ts';
import { runTwoWorkers } from '../test/faults/two-workers.ts';
import { freshSeed, SeededRandom } from '../test/support/random.ts';
import { bundleCommand } from './build/bundle-command.ts';

/** Most of the time cases wait: for silence to be a failure. */
const CASES_AT_A_TIME = 24;

const KILLS = 200;
const ROUNDS_OF_TWO = 40;
const ROUNDS_OF_JUMPS = 200;

const folder = await mkdtemp(join(tmpdir(), 'image-syncer-faults-'));
try {
  await testFaults(folder, freshSeed());
} finally {
  await rm(folder, { recursive: true });
}

async function testFaults(home: string, seed: number): Promise<void> {
  const startedAt = performance.now();
  say(`Seed ${seed}: IMAGE_SYNCER_TEST_SEED=${seed} chooses the same moments again.`);
  const recordings = await pMap(SCENARIOS, record, { concurrency: 1 });
  const problems = [
    ...(await tryEveryFault(recordings)),
    ...(await tryProcesses(await bundled(home), recordings, seed)),
    ...(await tryClocks(recordings, seed)),
  ];
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  say(
    `${problems.length === 0 ? 'Nothing was lost' : `${problems.length} went wrong`}, ${seconds} s.`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}

async function tryEveryFault(recordings: readonly Recording[]): Promise<readonly string[]> {
  const cases = recordings.flatMap(casesOf);
  say(`${cases.length} cases: each fault at each request of a copy, once and for ever.`);
  const results = await pMap(cases, runAndTell, { concurrency: CASES_AT_A_TIME });
  say(formatTable(results));
  const leaked = leakedSockets();
  tell(leaked);
  return [...results.flatMap(problemsOf), ...leaked];
}

/** Every registry and every client is closed by now. */
function leakedSockets(): readonly string[] {
  const sockets = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap');
  return sockets.length === 0 ? [] : [`${sockets.length} sockets are left in this process`];
}

/** Nobody waits for the end to hear of what goes wrong. */
async function runAndTell(given: FaultCase): Promise<CaseResult> {
  const result = await runCase(given);
  tell(problemsOf(result));
  return result;
}

async function tryProcesses(
  command: string,
  recordings: readonly Recording[],
  seed: number,
): Promise<readonly string[]> {
  const killing = { command, scenarios: COMMAND_SCENARIOS, kills: KILLS };
  const { kills, images, problems } = await killRuns({
    ...killing,
    random: new SeededRandom(`kills ${seed}`),
  });
  tell(problems);
  say(
    `${kills} runs killed at random moments, and started again until ${images} images were there.`,
  );

  const random = new SeededRandom(`two workers ${seed}`);
  const cases = recordings
    .filter(({ scenario }) => COMMAND_SCENARIOS.includes(scenario))
    .flatMap(casesOf);
  const wrong = await runTwoWorkers({ command, cases, rounds: ROUNDS_OF_TWO, random });
  tell(wrong);
  say(`${ROUNDS_OF_TWO} times two processes copied one image at once, with a fault between them.`);
  return [...problems, ...wrong];
}

async function tryClocks(
  recordings: readonly Recording[],
  seed: number,
): Promise<readonly string[]> {
  const random = new SeededRandom(`jumps ${seed}`);
  const problems = await jumpClocks({ recordings, rounds: ROUNDS_OF_JUMPS, random });
  tell(problems);
  say(`${ROUNDS_OF_JUMPS} times the clock jumped while two workers copied one image.`);
  return problems;
}

/** What is killed is what is published. */
async function bundled(home: string): Promise<string> {
  await bundleCommand(join(home, 'dist'));
  // Node takes a file for a module by the nearest package.json, as npm will put one there.
  await writeFile(join(home, 'package.json'), '{ "type": "module" }');
  return join(home, 'dist/image-syncer.js');
}

function tell(problems: readonly string[]): void {
  for (const problem of problems) say(`wrong: ${problem}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
