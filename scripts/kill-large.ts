import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killLarge } from '../test/large/kill-large.ts';
import { startLargeSource } from '../test/large/large-source.ts';
import { formatRound, formatTable } from '../test/large/report.ts';
import { SeededRandom } from '../test/support/random.ts';
import { bundledCommand } from './build/bundled-command.ts';
import { type KillOptions, parseKillOptions } from './kill-large/options.ts';
import { requirePrograms } from './provision.ts';

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
  if (options.kinds.includes('docker-registry')) requirePrograms(['docker-registry']);
  const startedAt = performance.now();
  say(`Seed ${seed}: --seed ${seed} chooses the same moments again.`);
  const source = await startLargeSource(sizeBytes, seed);
  try {
    const series = await killLarge({
      ...options,
      source,
      command: await bundledCommand(home),
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

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
