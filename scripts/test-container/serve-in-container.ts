import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../test/support/free-port.ts';
import type { Buildah } from './buildah.ts';

/** Node starts within a second; a machine may be busy. */
const PATIENCE_MS = 30_000;

/** Starts the service as the image does, but at a free port, asks how it is, and ends it as an engine does. Throws where one of that fails. */
export async function serveInContainer(buildah: Buildah, container: string): Promise<void> {
  const listen = `127.0.0.1:${await freePort()}`;
  const ledger = '/var/lib/image-syncer/ledger.db';
  const options = ['--listen', listen, '-i', '/etc/image-syncer/images.yaml', '--ledger', ledger];
  const words = ['node', '/opt/image-syncer/dist/image-syncer.js', 'serve', ...options];
  const service = buildah.start(container, words);
  const ended = once(service, 'exit');
  await untilHealthy(new URL(`http://${listen}/healthz`)).finally(() =>
    process.kill(pidOf(words), 'SIGTERM'),
  );
  const [exitCode] = await ended;
  if (exitCode !== 0) throw new Error(`the service ended with ${exitCode} when it was told to`);
}

async function untilHealthy(url: URL): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const isHealthy = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isHealthy) return;
    await pause(100);
  }
  throw new Error(`${url} does not answer`);
}

/** The process that was started with these words, the first of which it may know by its path; those around it have more. */
function pidOf(words: readonly string[]): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const [, ...rest] = words;
  const isMeant = ([, ...others]: readonly string[]) => others.join('\0') === rest.join('\0');
  const found = pids.find((pid) => isMeant(commandOf(pid).split('\0').slice(0, -1)));
  if (found === undefined) throw new Error('the service is not among the processes');
  return Number(found);
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
