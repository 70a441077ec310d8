import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatFigures } from './bench/figures.ts';
import { takeTurns } from './bench/take-turns.ts';
import { bundleFunctions } from './bench-coldstart/functions.ts';

/** Processes for each function. */
const LOADS = 9;

const folder = await mkdtemp(join(tmpdir(), 'coldstart-'));
try {
  const { bytes, subjects } = await bundleFunctions(folder);
  const loaded = await takeTurns(subjects, LOADS);
  print(`${(bytes / 1000).toFixed(0)} kB are deployed, shared by all functions`);
  print(`Node ${process.version}, medians of ${LOADS}:`);
  for (const { name, median } of loaded) print(`${name.padEnd(24)} ${formatFigures(median)}`);
} finally {
  await rm(folder, { recursive: true });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
