import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { bundleCommand } from '../../scripts/build/bundle-command.ts';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { image } from '../support/image-builder.ts';
import { push } from '../support/push.ts';
import { rawManifest } from '../support/raw-manifest.ts';
import { useWorkplace } from '../support/workplace.ts';

describe('the built command', () => {
  const startRegistry = useRegistries();
  const workplace = useWorkplace();

  beforeEach(async () => {
    const { folder } = workplace();
    await bundleCommand(join(folder, 'dist'));
    // Node takes a file for a module by the nearest package.json, as npm will put one there.
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  });

  const run = (...args: readonly string[]) => {
    const { folder } = workplace();
    const command = [join(folder, 'dist/image-syncer.js'), ...args];
    return promisify(execFile)(process.execPath, command, { cwd: folder, env: { HOME: folder } });
  };

  it('mirrors an image without anything beside it', async () => {
    const [source, target] = [await startRegistry(), await startRegistry()];
    await push(image(), source.url, { repository: 'app', tag: '1' });
    const entry = { source: `${source.host}/app:1`, target: `${target.host}/app` };
    await workplace().write('images.yaml', { images: [entry] });

    await run('sync');

    const mirrored = await rawManifest(target.url, 'app', '1');
    expect(mirrored).toEqual(await rawManifest(source.url, 'app', '1'));
  });

  it.each(['--version', '--help', 'schema'])('answers %s', async (word) => {
    const { stdout, stderr } = await run(word);

    expect(stdout.length).toBeGreaterThan(4);
    expect(stderr).toBe('');
  });
});
