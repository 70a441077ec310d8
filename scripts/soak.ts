import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeMachine } from './bench/machine.ts';
import { bundledCommand } from './build/bundled-command.ts';
import { requirePrograms } from './provision.ts';
import { drawSoak } from './soak/draw-soak.ts';
import { parseSoakOptions, type SoakOptions } from './soak/options.ts';
import { soak } from './soak/soak.ts';
import type { SoakResult } from './soak/soak-result.ts';
import { soakSummary } from './soak/summary.ts';

try {
  const options = parseSoakOptions(process.argv.slice(2));
  const home = await mkdtemp(join(tmpdir(), 'image-syncer-soak-'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => giveUp(home));
  process.exitCode = await inHome(options, home);
} catch (error) {
  process.stderr.write(`soak: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

/** Whatever was started ends with this process. */
function giveUp(home: string): void {
  rmSync(home, { recursive: true, force: true });
  process.exit(130);
}

/** Resolves to the exit code; what the service said stays where something did not hold. */
async function inHome(options: SoakOptions, home: string): Promise<number> {
  let isClean = false;
  try {
    requirePrograms(['docker-registry', 'git', 'setpriv']);
    const command = options.command ?? (await bundledCommand(home));
    say(`Seed ${options.seed}: --seed ${options.seed} makes the same changes and faults again.`);
    const soaked = await soak({ ...options, command, home, onProgress: say });
    const result: SoakResult = { machine: describeMachine(), ...soaked };
    await writeFile(join(options.results, 'soak-results.json'), `${JSON.stringify(result)}\n`);
    await writeFile(join(options.results, 'soak.svg'), `${drawSoak(result)}\n`);
    isClean = tell(result);
    return isClean ? 0 : 1;
  } finally {
    if (isClean) await rm(home, { recursive: true });
    else await keepLogs(home);
  }
}

function tell(result: SoakResult): boolean {
  say(`\n${soakSummary(result)}\n`);
  const { findings } = result;
  for (const problem of findings.problems) say(`wrong: ${problem}`);
  const isClean = findings.problems.length === 0;
  say(isClean ? 'Everything is in place and was counted exactly.' : 'That did not hold.');
  return isClean;
}

/** The registry's folder may have gigabytes, which say nothing. */
async function keepLogs(home: string): Promise<void> {
  await rm(join(home, 'registry'), { recursive: true, force: true });
  await rm(join(home, 'dist'), { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  say(`The logs of the service and its ledger are in ${home}: ${(await readdir(home)).join(', ')}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
