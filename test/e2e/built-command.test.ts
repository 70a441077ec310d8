import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { bundleCommand } from '../../scripts/build/bundle-command.ts';
import { useCommandMirror } from '../support/command-mirror.ts';
import { rawManifest } from '../support/raw-manifest.ts';

describe('the built command', () => {
  const mirror = useCommandMirror();

  beforeEach(async () => {
    const { folder } = mirror().workplace;
    await bundleCommand(join(folder, 'dist'));
    // Node takes a file for a module by the nearest package.json, as npm will put one there.
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  });

  const run = (...args: readonly string[]) => {
    const { folder } = mirror().workplace;
    const command = [join(folder, 'dist/image-syncer.js'), ...args];
    return promisify(execFile)(process.execPath, command, { cwd: folder, env: { HOME: folder } });
  };

  it('mirrors an image without anything beside it', async () => {
    const { source, target } = mirror();

    await run('sync');

    const mirrored = await rawManifest(target.url, 'app', '1');
    expect(mirrored).toEqual(await rawManifest(source.url, 'app', '1'));
  });

  it.each([
    ['convert', 'source: '],
    ['login-check', '2 logins'],
    ['plan', 'would copy'],
  ])('loads what %s needs', async (word, said) => {
    const { stdout } = await run(word);

    expect(stdout).toContain(said);
  });

  it.each(['--version', '--help', 'schema'])('answers %s', async (word) => {
    const { stdout, stderr } = await run(word);

    expect(stdout.length).toBeGreaterThan(4);
    expect(stderr).toBe('');
  });
});
