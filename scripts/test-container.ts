import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { howToInstall, provision } from './provision.ts';

const ROOT = join(import.meta.dirname, '..');

/** Said in the container by its own user, beside what the command answers. */
const PROBE = `require('node:fs').writeFileSync('probe', ''); console.log(process.getuid(), process.cwd())`;
const EXPECTED = '1000 /var/lib/image-syncer';

process.exitCode = testContainer();

/** Builds the Containerfile of `dist` on a base that is this machine's Node, and runs what is in it. */
function testContainer(): number {
  const missing = provision(['buildah']);
  if (missing.length > 0) throw new Error(`buildah is missing; ${howToInstall(missing)}`);
  const folder = mkdtempSync(join(tmpdir(), 'image-syncer-container-'));
  // Nothing of it is left in the storage of whoever runs this.
  const storage = ['--storage-driver', 'vfs', '--root', join(folder, 'root')];
  const buildah = (command: string, ...args: readonly string[]) =>
    run('buildah', [...storage, '--runroot', join(folder, 'run'), command, ...args]);
  try {
    buildah('bud', '-q', '--isolation', 'chroot', '-t', 'base', baseOf(join(folder, 'base')));
    const ignored = ['--ignorefile', 'deploy/Containerfile.containerignore'];
    const base = ['--build-arg', 'NODE_IMAGE=localhost/base', '-f', 'deploy/Containerfile'];
    buildah('bud', '-q', '--isolation', 'chroot', ...ignored, ...base, '-t', 'app', '.');
    const container = buildah('from', '--pull-never', 'localhost/app');
    const inside = (...words: readonly string[]) =>
      buildah('run', '--isolation', 'chroot', container, '--', 'node', ...words);
    const version = inside('/opt/image-syncer/dist/image-syncer.js', '--version');
    const told = inside('-e', PROBE);
    process.stdout.write(`${version}, run by ${told}\n`);
    return told === EXPECTED ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder to build an image from that has Node and the libraries that it is linked with, and nothing else. */
function baseOf(folder: string): string {
  const libraries = run('ldd', [process.execPath]).match(/\/\S+/g) ?? [];
  const files = [[process.execPath, '/usr/bin/node'], ...libraries.map((file) => [file, file])];
  for (const [from = '', to = ''] of files) {
    mkdirSync(join(folder, 'files', dirname(to)), { recursive: true });
    copyFileSync(from, join(folder, 'files', to));
  }
  writeFileSync(join(folder, 'Containerfile'), 'FROM scratch\nCOPY files /\nENV PATH=/usr/bin\n');
  return folder;
}

function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr}`);
  return stdout.trim();
}
