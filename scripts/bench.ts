import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { benchChunks } from './bench/chunks.ts';
import { goalsOf } from './bench/goals.ts';
import { describeMachine } from './bench/machine.ts';
import { benchMemory, LARGEST_LAYER_BYTES } from './bench/memory.ts';
import { memoryFolder } from './bench/memory-folder.ts';
import { type BenchOptions, parseBenchOptions } from './bench/options.ts';
import { formatReport } from './bench/report.ts';
import { benchSpeed } from './bench/speed.ts';
import { howToInstall, provision } from './provision.ts';

const PROGRAMS = ['docker-registry', 'skopeo', 'curl', 'openssl', 'time'] as const;
const RESULTS = join(import.meta.dirname, '../bench-results.json');
const BUILD = join(import.meta.dirname, 'build.ts');

/** Beside the layers: configs, manifests and whatever a registry keeps for itself. */
const MARGIN_BYTES = 256 * 1024 ** 2;

try {
  await bench(parseBenchOptions(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function bench(options: BenchOptions): Promise<void> {
  const missing = provision(PROGRAMS);
  if (missing.length > 0) {
    throw new Error(`${missing.join(', ')} missing; to get it, ${howToInstall(missing)}`);
  }
  const withSyncer = options.contenders.includes('image-syncer');
  if (withSyncer) build();

  const folder = await memoryFolder(neededBytes(options));
  const speed = await benchSpeed(folder, options);
  const memory = withSyncer ? await benchMemory(folder) : [];
  const chunks = withSyncer
    ? await benchChunks(folder, { ...options, layerBytes: LARGEST_LAYER_BYTES })
    : [];
  const measured = { speed, memory, chunks };
  const results = { ...measured, goals: goalsOf(measured) };
  process.stdout.write(`\n${formatReport(results)}`);
  await writeFile(
    RESULTS,
    `${JSON.stringify({ machine: describeMachine(), options, ...results }, null, 2)}\n`,
  );
}

/** What is measured is what is published. */
function build(): void {
  const { status } = spawnSync(process.execPath, [BUILD], { stdio: 'inherit' });
  if (status !== 0) throw new Error('image-syncer could not be built');
}

/** Source and target at their fullest, in whichever scenario needs more. */
function neededBytes({ layers, layerBytes }: BenchOptions): number {
  return 2 * Math.max(layers * layerBytes, LARGEST_LAYER_BYTES) + MARGIN_BYTES;
}
