import { existsSync } from 'node:fs';
import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type PullOptions, pullWorkingCopy } from '../../../lib/serve/pull/pull-working-copy.ts';
import { GitPair } from '../../support/git-pair.ts';
import { ManualClock } from '../../support/manual-clock.ts';

/** Stands for ssh: says how it was called, and runs what it should run at the remote. */
const SSH = 'echo "$@" >"$HOME/called"\nfor last; do :; done\nexec sh -c "$last"';

describe('pullWorkingCopy', () => {
  let pair: GitPair;
  let clock: ManualClock;

  beforeEach(async () => {
    pair = await GitPair.create();
    clock = new ManualClock();
  });

  afterEach(() => pair.remove());

  function pull(file = pair.file, given: Partial<PullOptions> = {}): Promise<void> {
    const { signal } = new AbortController();
    return pullWorkingCopy(file, { env: pair.env, clock, signal, ...given });
  }

  async function pulled(): Promise<string> {
    return await readFile(pair.file, 'utf8');
  }

  it('goes forward, through a link too', async () => {
    const link = join(pair.folder, 'link.yaml');
    await symlink(pair.file, link);

    await pull(link);

    expect(await pulled()).toBe('two');
    expect(clock.sleepers).toBe(0);
  });

  it('pulls the working copy of the file, whatever repository a hook of git was called for', async () => {
    const env = { ...pair.env, GIT_DIR: join(pair.folder, 'origin', '.git'), GIT_INDEX_FILE: 'x' };

    await pull(pair.file, { env });

    expect(await pulled()).toBe('two');
  });

  it('leaves local changes alone', async () => {
    await writeFile(pair.file, 'mine');

    await expect(pull()).rejects.toMatchObject({ kind: 'definition', retryable: false });

    expect(await pulled()).toBe('mine');
  });

  it('merges nothing', async () => {
    await pair.commit('copy', 'mine');

    await expect(pull()).rejects.toMatchObject({
      code: 'PULL_FAILED',
      hint: expect.stringContaining('by hand'),
    });

    expect(await pulled()).toBe('mine');
  });

  it('says where there is no working copy', async () => {
    await expect(pull(join(pair.folder, 'x.yaml'))).rejects.toThrow('not a git repository');
  });

  it('says where there is no git', async () => {
    await expect(pull(pair.file, { env: { PATH: pair.folder } })).rejects.toMatchObject({
      hint: 'install git, or leave out --pull',
    });
  });

  it('says where the remote is gone', async () => {
    await rm(join(pair.folder, 'origin'), { recursive: true });

    await expect(pull()).rejects.toMatchObject({
      kind: 'transient',
      hint: expect.stringContaining('whether the remote of the working copy is there'),
    });
  });

  describe('over HTTP', () => {
    let server: Server;
    let url: string;

    beforeEach(async () => {
      server = createServer((_, response) => {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}/x`;
      await pair.git('copy', 'remote', 'set-url', 'origin', url);
    });

    afterEach(() => server.close());

    it('asks nobody for credentials', async () => {
      await expect(pull()).rejects.toMatchObject({
        kind: 'auth',
        message: expect.stringContaining('terminal prompts disabled'),
      });
    });

    it('lets a program answer that is set for that', async () => {
      const asked = join(pair.folder, 'asked');
      const GIT_ASKPASS = await pair.script('answer', `echo "$1" >>"${asked}"\necho secret`);

      await expect(pull(pair.file, { env: { ...pair.env, GIT_ASKPASS } })).rejects.toMatchObject({
        kind: 'auth',
        message: expect.not.stringContaining('secret'),
      });

      expect(await readFile(asked, 'utf8')).toContain('Username');
    });

    it('says where nobody answers', async () => {
      await new Promise((resolve) => server.close(resolve));

      await expect(pull()).rejects.toMatchObject({ kind: 'transient', retryable: true });
    });
  });

  describe('over ssh', () => {
    const called = () => readFile(join(pair.folder, 'called'), 'utf8');

    beforeEach(async () => {
      const remote = `ssh://git@h.example${join(pair.folder, 'origin')}`;
      await pair.git('copy', 'remote', 'set-url', 'origin', remote);
    });

    it('has ssh ask nobody', async () => {
      await pair.script('ssh', SSH);
      const env = { ...pair.env, PATH: `${pair.folder}:${pair.env['PATH']}` };

      await pull(pair.file, { env });

      expect(await pulled()).toBe('two');
      expect(await called()).toContain('BatchMode=yes');
    });

    it('keeps to core.sshCommand', async () => {
      const ssh = await pair.script('ssh-of-mine', SSH);
      await pair.git('copy', 'config', 'core.sshCommand', `${ssh} --key mine`);

      await pull();

      expect(await pulled()).toBe('two');
      expect(await called()).toMatch(/^--key mine /);
    });

    it('keeps to GIT_SSH_COMMAND', async () => {
      const ssh = await pair.script('ssh-of-mine', SSH);

      await pull(pair.file, { env: { ...pair.env, GIT_SSH_COMMAND: `${ssh} --key mine` } });

      expect(await called()).toMatch(/^--key mine /);
    });
  });

  describe('with a git that hangs', () => {
    let env: PullOptions['env'];

    beforeEach(async () => {
      await pair.script('git', 'echo >"$HOME/begun"\nsleep 60');
      env = { ...pair.env, PATH: `${pair.folder}:${pair.env['PATH']}` };
    });

    async function begun(): Promise<void> {
      await vi.waitUntil(() => existsSync(join(pair.folder, 'begun')));
    }

    it('ends it when its time is over', async () => {
      const pulling = pull(pair.file, { env });
      const ended = expect(pulling).rejects.toMatchObject({
        message: expect.stringContaining('git took longer than 2 m'),
        retryable: true,
      });
      await begun();

      clock.advance(120_000);

      await ended;
    });

    it('ends it at an abort, and rejects with the reason', async () => {
      const abort = new AbortController();
      const ended = expect(pull(pair.file, { env, signal: abort.signal })).rejects.toBe('stop');
      await begun();

      abort.abort('stop');

      await ended;
      expect(clock.sleepers).toBe(0);
    });
  });
});
