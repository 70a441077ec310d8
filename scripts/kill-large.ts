import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killLarge } from '../test/large/kill-large.ts';
import { startLargeSource } from '../test/large/large-source.ts';
import { formatRound, formatTable } from '../test/large/report.ts';
import { SeededRandom } from '../test/support/random.ts';
import { bundleCommand } from './build/bundle-command.ts';
import { type KillOptions, parseKillOptions } from './kill-large/options.ts';
import { howToInstall, provision } from './provision.ts';

try {
  const options = parseKillOptions(process.argv.slice(2));
  const home = await mkdtemp(join(tmpdir(), 'image-syncer-kill-'));
  await kill(options, home).finally(() => rm(home, { recursive: true }));
} catch (error) {
  process.stderr.write(
    `test:kill-large: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exitCode = 1;
}

async function kill({ sizeBytes, seed, ...options }: KillOptions, home: string): Promise<void> {
  if (options.kinds.includes('docker-registry')) requireDockerRegistry();
  const startedAt = performance.now();
  say(`Seed ${seed}: --seed ${seed} chooses the same moments again.`);
  const source = await startLargeSource(sizeBytes, seed);
  try {
    const series = await killLarge({
      ...options,
      source,
      command: await bundled(home),
      waitsForLeases: true,
      random: new SeededRandom(seed),
      onRound: (name, round) => say(`${name}: ${formatRound(round)}`),
    });
    const isKept = series.every(({ rounds }) => rounds.every(({ broken }) => broken.length === 0));
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    say(`\n${formatTable(series)}`);
    say(
      `${isKept ? 'At most a chunk was sent again' : 'More was lost than promised'}, ${seconds} s.`,
    );
    process.exitCode = isKept ? 0 : 1;
  } finally {
    await source.close();
  }
}

function requireDockerRegistry(): void {
  const missing = provision(['docker-registry']);
  if (missing.length === 0) return;
  throw new Error(`${missing.join(', ')} missing; to get it, ${howToInstall(missing)}`);
}

/** What is killed is what is published. */
async function bundled(home: string): Promise<string> {
  await bundleCommand(join(home, 'dist'));
  // Node takes a file for a module by the nearest package.json, as npm will put one there.
  await writeFile(join(home, 'package.json'), '{ "type": "module" }');
  return join(home, 'dist/image-syncer.js');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
