import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './bench/median.ts';
import { loadTimeMs } from './bench-coldstart/load-time.ts';
import { loadedBytes } from './bench-coldstart/loaded-bytes.ts';
import { bundleHandlers, HANDLERS } from './build/bundle-handlers.ts';

/** Processes for each function, one after another; the first ones warm the file cache. */
const WARM_UPS = 1;
const LOADS = 9;

const folder = await mkdtemp(join(tmpdir(), 'coldstart-'));
try {
  const metafile = await bundleHandlers(folder);
  const all = Object.values(metafile.outputs).reduce((bytes, output) => bytes + output.bytes, 0);
  print(
    `${kilobytes(all)} are deployed, shared by all functions; Node ${process.version}, medians of ${LOADS}`,
  );
  for (const name of HANDLERS) {
    const times = await timesOf(join(folder, `${name}.mjs`));
    print(
      `${name.padEnd(14)} ${kilobytes(loadedBytes(metafile, name)).padStart(9)} loaded in ${median(times).toFixed(0).padStart(4)} ms`,
    );
  }
} finally {
  await rm(folder, { recursive: true });
}

async function timesOf(file: string): Promise<readonly number[]> {
  const times: number[] = [];
  for (let load = -WARM_UPS; load < LOADS; load++) {
    const time = await loadTimeMs(file);
    if (load >= 0) times.push(time);
  }
  return times;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
