import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkSuccessImages, writeSuccessImages } from '../../lib/cli/success-images.ts';
import { conflict, copied, failed, outcome } from './terminal/builders.ts';

const IMAGES = [copied('a'), failed('b'), outcome('c'), conflict('d')];

const IN_PLACE = {
  'docker.io/library/a:1': ['mirror.example/a:1'],
  'docker.io/library/c:1': ['mirror.example/c:1'],
};

describe('writeSuccessImages', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'success-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  const write = (name: string, given = {}) =>
    writeSuccessImages(IMAGES, {
      outputSuccessImages: join(folder, name),
      dryRun: false,
      ...given,
    });

  it.each([
    ['yaml', 'ok.yaml', {}],
    ['yaml', 'ok.txt', {}],
    ['json', 'ok.json', {}],
    ['json', 'ok.yaml', { outputImagesFormat: 'json' }],
    ['yaml', 'ok.json', { outputImagesFormat: 'yaml' }],
  ])('writes those in place, as %s into %s with %j', async (format, name, given) => {
    await write(name, given);

    const text = await readFile(join(folder, name), 'utf8');
    expect(text.startsWith('{')).toBe(format === 'json');
    expect(text).toContain('mirror.example/c:1');
    expect(text).not.toContain('mirror.example/b:1');
    if (format === 'json') expect(JSON.parse(text)).toEqual(IN_PLACE);
  });

  it('takes the place of what was there and leaves nothing beside it', async () => {
    await writeFile(join(folder, 'ok.json'), 'a longer text than the list of images '.repeat(99));

    await write('ok.json');

    expect(JSON.parse(await readFile(join(folder, 'ok.json'), 'utf8'))).toEqual(IN_PLACE);
    expect(await readdir(folder)).toEqual(['ok.json']);
  });

  it('writes nothing in a dry run, in which nothing comes to be in place', async () => {
    await write('ok.json', { dryRun: true });

    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves nothing beside a file that it cannot replace', async () => {
    await mkdir(join(folder, 'ok.yaml'));

    await expect(write('ok.yaml')).rejects.toThrow(/ok\.yaml cannot be written/);

    expect(await readdir(folder)).toEqual(['ok.yaml']);
  });
});

describe('checkSuccessImages', () => {
  it.each([
    ['/nowhere/ok.yaml', 'ENOENT'],
    ['/dev/null', 'no regular file'],
  ])('refuses %s before anything is copied', async (file, reason) => {
    const check = checkSuccessImages({ outputSuccessImages: file, dryRun: false });

    await expect(check).rejects.toThrow(reason);
    await expect(check).rejects.toThrow(
      expect.objectContaining({ hint: expect.stringContaining('--output-success-images') }),
    );
  });

  it('has nothing against a file that is yet to be made, nor against none', async () => {
    const outputSuccessImages = join(tmpdir(), 'not-yet.yaml');

    await checkSuccessImages({ outputSuccessImages, dryRun: false });
    await checkSuccessImages({ dryRun: false });
  });
});
