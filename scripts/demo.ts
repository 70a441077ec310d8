import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import {
  type EmbeddedRegistry,
  startEmbeddedRegistry,
} from '../lib/local/embedded-registry/embedded-registry.ts';
import { moveTag, publishUpstream } from './demo/upstream.ts';

// The commands that the demo shows are typed in the project's folder.
process.chdir(join(import.meta.dirname, '..'));

const DEFINITION = 'examples/images.yaml';

/** The addresses that the example names, and what the demo says of them. */
const UPSTREAM = { port: 45001, role: 'somebody else’s registry' };
const MIRROR = { port: 45002, role: 'yours' };

const folder = await mkdtemp(join(tmpdir(), 'image-syncer-demo-'));
const upstream = await start(UPSTREAM);
const mirror = await start(MIRROR);
try {
  await publishUpstream(upstream.url);
  const file = await definitionFile();

  tell(
    'Two registries run on this machine:',
    `${upstream.host} is ${UPSTREAM.role}, ${mirror.host} is ${MIRROR.role}.`,
  );
  expectExit(0, await imageSyncer(file));
  tell(
    'Once more: everything is in place, so every image costs two requests',
    'and nothing is written.',
  );
  expectExit(0, await imageSyncer(file));

  await moveTag(upstream.url);
  tell(
    'Upstream now moves the tag acme/tool:2.1. A copy that people rely on',
    'is not replaced in silence:',
  );
  expectExit(1, await imageSyncer(file));
  tell('That was a conflict: exit code 1, both digests named, your copy untouched.');
} finally {
  await upstream.close();
  await mirror.close();
  await rm(folder, { recursive: true });
}

async function start({ port }: { readonly port: number }): Promise<EmbeddedRegistry> {
  try {
    return await startEmbeddedRegistry({ port });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    return await startEmbeddedRegistry();
  }
}

/** The example itself, or a copy with other ports where its own are taken on this machine. */
async function definitionFile(): Promise<string> {
  const example = await readFile(DEFINITION, 'utf8');
  const adapted = example
    .replaceAll(`127.0.0.1:${UPSTREAM.port}`, upstream.host)
    .replaceAll(`127.0.0.1:${MIRROR.port}`, mirror.host);
  if (adapted === example) return DEFINITION;
  const file = join(folder, 'images.yaml');
  await writeFile(file, adapted);
  return file;
}

async function imageSyncer(file: string): Promise<number | null> {
  const options = ['--images-file', file];
  process.stdout.write(styleText('bold', `$ image-syncer ${options.join(' ')}\n`));
  const child = spawn(
    process.execPath,
    ['bin/image-syncer.ts', ...options, '--ledger', join(folder, 'ledger.db')],
    { stdio: 'inherit' },
  );
  const [exitCode] = await once(child, 'exit');
  return exitCode;
}

function expectExit(expected: number, exitCode: number | null): void {
  if (exitCode === expected) return;
  throw new Error(`the demo expected exit code ${expected} and got ${exitCode}`);
}

function tell(...lines: readonly string[]): void {
  process.stdout.write(`\n${styleText('cyan', lines.join('\n'))}\n\n`);
}
