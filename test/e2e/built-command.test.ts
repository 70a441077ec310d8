import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';
import { useCommandMirror } from '../support/command-mirror.ts';
import { rawManifest } from '../support/raw-manifest.ts';

describe('the built command', () => {
  const mirror = useCommandMirror();

  const run = (...args: readonly string[]) => {
    const { folder } = mirror().workplace;
    return promisify(execFile)(process.execPath, [inject('command'), ...args], {
      cwd: folder,
      env: { HOME: folder },
    });
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
