import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from '../../lib/local/make-folder.ts';

describe('makeFolder', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'make-folder-'));
  });

  afterEach(() => rm(root, { recursive: true }));

  it.each(['one', 'one/two/three', '.'])('makes %s, and makes it again', async (path) => {
    const folder = join(root, path);

    await makeFolder(folder);
    await makeFolder(folder);

    expect((await stat(folder)).isDirectory()).toBe(true);
  });

  it('fails below a file', async () => {
    await writeFile(join(root, 'file'), '');

    await expect(makeFolder(join(root, 'file/folder'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it.runIf(process.platform === 'linux')('fails where the system makes none', async () => {
    await expect(makeFolder('/proc/none/below')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
