import { spawnSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeMachine } from './bench/machine.ts';
import { memoryFolder } from './bench/memory-folder.ts';
import { type BenchOptions, parseBenchOptions } from './bench/options.ts';
import { formatResult } from './bench/report.ts';
import type { Scenario, ScenarioResult } from './bench/scenario.ts';
import { SCENARIOS } from './bench/scenarios.ts';
import { howToInstall, provision } from './provision.ts';

const PROGRAMS = ['docker-registry', 'skopeo', 'curl', 'openssl', 'time'] as const;
const RESULTS = join(import.meta.dirname, '../bench-results.json');
const BUILD = join(import.meta.dirname, 'build.ts');

/** Beside content: configs, manifests and whatever a registry keeps for itself. */
const MARGIN_BYTES = 256 * 1024 ** 2;

/** What one pass over the scenarios found, by their names. */
type Series = Readonly<Record<string, ScenarioResult>>;

try {
  const names = SCENARIOS.map(({ name }) => name);
  await bench(parseBenchOptions(process.argv.slice(2), names));
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function bench(options: BenchOptions): Promise<void> {
  const missing = provision(PROGRAMS);
  if (missing.length > 0) {
    throw new Error(`${missing.join(', ')} missing; to get it, ${howToInstall(missing)}`);
  }
  build();

  const scenarios = SCENARIOS.filter(({ name }) => options.scenarios.includes(name));
  const needed = Math.max(...scenarios.map(({ neededBytes }) => neededBytes(options)));
  const folder = await memoryFolder(needed + MARGIN_BYTES);
  const machine = describeMachine();
  const series: Series[] = [];
  while (series.length < options.series) {
    series.push(await measureAll(scenarios, folder, options));
    await writeFile(RESULTS, `${JSON.stringify({ machine, options, series }, null, 2)}\n`);
  }
}

/** What is measured is what is published. */
function build(): void {
  const { status } = spawnSync(process.execPath, [BUILD], { stdio: 'inherit' });
  if (status !== 0) throw new Error('image-syncer could not be built');
}

async function measureAll(
  scenarios: readonly Scenario[],
  folder: string,
  options: BenchOptions,
): Promise<Series> {
  const results = new Map<string, ScenarioResult>();
  for (const scenario of scenarios) {
    const own = join(folder, scenario.name);
    await mkdir(own);
    const result = await scenario.run(own, options);
    await rm(own, { recursive: true });
    process.stdout.write(`\n${formatResult(scenario, result)}`);
    results.set(scenario.name, result);
  }
  return Object.fromEntries(results);
}
