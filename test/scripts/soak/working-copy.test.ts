import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WorkingCopy } from '../../../scripts/soak/working-copy.ts';

describe('WorkingCopy', () => {
  let folder: string;
  let copy: WorkingCopy;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'working-copy-'));
    copy = await WorkingCopy.create(folder, 'first');
  });

  afterEach(() => rm(folder, { recursive: true }));

  const inode = async () => (await stat(copy.file)).ino;

  it('has the first definition', async () => {
    await expect(readFile(copy.file, 'utf8')).resolves.toBe('first');
  });

  it('keeps the file where it is written, and replaces it where it is renamed', async () => {
    const before = await inode();
    await copy.change('second', 'written');
    expect(await inode()).toBe(before);

    await copy.change('third', 'renamed');

    expect(await inode()).not.toBe(before);
    await expect(readFile(copy.file, 'utf8')).resolves.toBe('third');
  });

  it('checks another commit out, whatever was written before', async () => {
    await copy.change('second', 'written');

    await copy.change('third', 'checked out');

    await expect(readFile(copy.file, 'utf8')).resolves.toBe('third');
  });
});
