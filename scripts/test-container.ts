import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requirePrograms } from './provision.ts';
import { writeBaseImage } from './test-container/base-image.ts';
import { Buildah } from './test-container/buildah.ts';
import { serveInContainer } from './test-container/serve-in-container.ts';

const ROOT = join(import.meta.dirname, '..');

/** Said in the container by its own user. */
const PROBE = `require('node:fs').writeFileSync('probe', ''); console.log(process.getuid(), process.cwd())`;
const EXPECTED = '1000 /var/lib/image-syncer';

await testContainer();

/** Builds the Containerfile of `dist` on a base that is this machine's Node, and serves with what is in it. */
async function testContainer(): Promise<void> {
  requirePrograms(['buildah']);
  const folder = mkdtempSync(join(tmpdir(), 'image-syncer-container-'));
  try {
    const buildah = new Buildah(folder, ROOT);
    writeBaseImage(join(folder, 'base'));
    buildah.build('base', join(folder, 'base'));
    buildah.build('app', '.', [
      ...['--ignorefile', 'deploy/Containerfile.containerignore', '-f', 'deploy/Containerfile'],
      ...['--build-arg', 'NODE_IMAGE=localhost/base'],
    ]);
    const container = buildah.create('app');
    const told = buildah.run(container, ['node', '-e', PROBE]);
    if (told !== EXPECTED) throw new Error(`the container is run by ${told}, not by ${EXPECTED}`);
    await serveInContainer(buildah, container);
    process.stdout.write(`built, run by ${told}, healthy, and ended in order\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
