import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { missingPrograms, packageOf } from './programs.ts';

describe('missingPrograms', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'programs-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('names the programs that no folder of the path has', async () => {
    await writeFile(join(folder, 'present'), '', { mode: 0o755 });

    expect(missingPrograms(['present', 'absent'], `/nowhere:${folder}`)).toEqual(['absent']);
  });

  it('names a file that cannot be executed', async () => {
    await writeFile(join(folder, 'text'), '', { mode: 0o644 });

    expect(missingPrograms(['text'], folder)).toEqual(['text']);
  });
});

describe('packageOf', () => {
  it.each([
    ['docker-registry', 'docker-registry'],
    ['java', 'openjdk-17-jre-headless'],
  ])('finds %s in %s', (program, name) => {
    expect(packageOf(program)).toBe(name);
  });
});
