import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PullError } from '../../../lib/serve/pull/pull-error.ts';
import { pullWorkingCopy } from '../../../lib/serve/pull/pull-working-copy.ts';

const signal = new AbortController().signal;

describe('pullWorkingCopy', () => {
  let folder: string;
  let file: string;

  function git(at: string, ...args: string[]): void {
    const who = ['-c', 'user.name=t', '-c', 'user.email=t@t.example'];
    execFileSync('git', ['-C', join(folder, at), ...who, ...args], { stdio: 'pipe' });
  }

  async function commit(at: string, text: string): Promise<void> {
    await writeFile(join(folder, at, 'images.yaml'), text);
    git(at, 'add', '.');
    git(at, 'commit', '-qm', text);
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pull-'));
    file = join(folder, 'copy', 'images.yaml');
    await mkdir(join(folder, 'origin'));
    git('origin', 'init', '-q');
    await commit('origin', 'one');
    git('.', 'clone', '-q', 'origin', 'copy');
    await commit('origin', 'two');
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  it('goes forward, through a link too', async () => {
    const link = join(folder, 'link.yaml');
    await symlink(file, link);

    await pullWorkingCopy(link, { signal });

    expect(await readFile(file, 'utf8')).toBe('two');
  });

  it('leaves local changes alone', async () => {
    await writeFile(file, 'mine');

    await expect(pullWorkingCopy(file, { signal })).rejects.toMatchObject({ retryable: false });

    expect(await readFile(file, 'utf8')).toBe('mine');
  });

  it('merges nothing', async () => {
    await commit('copy', 'mine');

    await expect(pullWorkingCopy(file, { signal })).rejects.toMatchObject({
      code: 'PULL_FAILED',
      hint: expect.stringContaining('by hand'),
    });
  });

  it('says where there is no working copy', async () => {
    await expect(pullWorkingCopy(join(folder, 'x.yaml'), { signal })).rejects.toThrow(
      'not a git repository',
    );
  });

  it('says where there is no git', async () => {
    vi.stubEnv('PATH', folder);

    await expect(pullWorkingCopy(file, { signal })).rejects.toMatchObject({
      hint: 'install git, or leave out --pull',
    });
  });

  it('ends git that hangs', async () => {
    await writeFile(join(folder, 'git'), '#!/bin/sh\nsleep 60\n');
    await chmod(join(folder, 'git'), 0o755);
    vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
    const abort = new AbortController();

    await expect(pullWorkingCopy(file, { signal, timeoutMs: 50 })).rejects.toThrow('longer than');
    const pull = pullWorkingCopy(file, { signal: abort.signal });
    abort.abort('stop');

    await expect(pull).rejects.toBe('stop');
  });
});

describe('PullError', () => {
  it('shows no credentials', () => {
    const said = "fatal: unable to access 'https://u:secret@h.example/x?token=secret': refused";

    expect(new PullError('/x', said).message).not.toContain('secret');
  });
});
