import { describe, expect, it } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };
import { useCommandMirror } from '../support/command-mirror.ts';
import type { Variables } from '../support/workplace.ts';

describe('switches', () => {
  const mirror = useCommandMirror();

  const run = (args: readonly string[], env?: Variables) => mirror().run(args, env);

  describe('a dry run', () => {
    it.each([
      ['--dry-run', ['--dry-run'], {}],
      ['--dry-run=true', ['--dry-run=true'], {}],
      ['--dry-run=T', ['--dry-run=T'], {}],
      ['SYNCER_DRY_RUN', [], { SYNCER_DRY_RUN: '1' }],
      ['plan', ['plan'], {}],
      ['plan, which no variable can turn off', ['plan'], { SYNCER_DRY_RUN: 'false' }],
    ])('is asked for by %s and writes nothing', async (_, args, env) => {
      const { exitCode, stdout } = await run(args, env);

      expect(exitCode).toBe(0);
      expect(stdout).toContain('would copy');
      const asked = mirror().target.requests.map(({ method }) => method);
      expect(asked).toEqual(asked.map(() => 'HEAD'));
      expect(await mirror().mirrored()).toEqual([]);
    });

    it('reads no content with --no-bytes', async () => {
      const { stdout } = await run(['plan', '--no-bytes']);

      expect(stdout).toContain('would copy');
      expect(mirror().requests.map(({ method }) => method)).toEqual(['HEAD', 'HEAD']);
    });

    it.each([
      ['--dry-run=false', ['--dry-run=false'], {}],
      ['--dry-run=0 over SYNCER_DRY_RUN', ['--dry-run=0'], { SYNCER_DRY_RUN: 'true' }],
      ['SYNCER_DRY_RUN=f', [], { SYNCER_DRY_RUN: 'f' }],
    ])('is none by %s', async (_, args, env) => {
      await run(args, env);

      expect(await mirror().mirrored()).toEqual(['1']);
    });
  });

  it.each([
    ['--dry-run=yes', ['--dry-run=yes'], {}, '--dry-run'],
    ['--dry-run yes', ['--dry-run', 'yes'], {}, '--dry-run'],
    ['--debug=2', ['--debug=2'], {}, '--debug'],
    ['SYNCER_DRY_RUN=yes', [], { SYNCER_DRY_RUN: 'yes' }, 'SYNCER_DRY_RUN'],
    ['SYNCER_DRY_RUN= without a word', [], { SYNCER_DRY_RUN: '' }, 'SYNCER_DRY_RUN'],
    ['SYNCER_DEBUG=on', [], { SYNCER_DEBUG: 'on' }, 'SYNCER_DEBUG'],
  ])('refuses %s before any request', async (_, args, env, named) => {
    const { exitCode, stderr } = await run(args, env);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(named);
    expect(stderr).toContain('Write true or false');
    expect(mirror().requests).toEqual([]);
  });

  it.each([
    ['--debug', ['--debug'], {}],
    ['SYNCER_DEBUG', [], { SYNCER_DEBUG: 'true' }],
  ])('shows every request by %s', async (_, args, env) => {
    const { stderr } = await run(args, env);

    const lines = stderr.split('\n').filter((line) => line.startsWith('debug: '));
    expect(lines).toHaveLength(mirror().requests.length);
    expect(lines[0]).toMatch(`debug: HEAD http://${mirror().source.host}/v2/app/manifests/1 200 `);
  });

  it('shows of an upload not where it goes on, which is a secret', async () => {
    const { stderr } = await run(['--debug']);

    expect(stderr).toContain(`PUT http://${mirror().target.host}/v2/app/blobs/uploads/… 201 `);
    expect(stderr).not.toMatch(/uploads\/[^…\s]/);
  });

  it('refuses an unknown option and names the one that is meant', async () => {
    const { exitCode, stderr } = await run(['--dryrun']);

    expect(exitCode).toBe(1);
    expect(stderr).toContain("unknown option '--dryrun'");
    expect(stderr).toContain('--dry-run');
    expect(mirror().requests).toEqual([]);
  });

  it.each([
    [['snyc'], 'sync'],
    [['cpoy', 'a:1', 'b', '--platform', 'linux/amd64'], 'copy'],
    [['login-chek', '--debug'], 'login-check'],
  ])('refuses the unknown command of %j and names the one that is meant', async (args, meant) => {
    const { exitCode, stderr } = await run(args);

    expect(exitCode).toBe(1);
    expect(stderr).toBe(`error: unknown command '${args[0]}'\n(Did you mean ${meant}?)\n`);
    expect(mirror().requests).toEqual([]);
  });

  it('prints its version', async () => {
    const { exitCode, stdout } = await run(['--version']);

    expect(stdout).toBe(`${packageFile.version}\n`);
    expect(exitCode).toBe(0);
  });

  it.each([
    ['--help', ['sync', 'plan', 'validate', 'schema', 'Examples:', 'Exit codes:']],
    ['sync --help', ['--images-file', '-t, ', '-a, ', '--target-repo-prefix', 'SYNCER_DRY_RUN']],
    [
      'plan --help',
      ['\nOptions:', '\nImages and platforms:', '\nCredentials:', '\nFiles written:'],
    ],
    ['help copy', ['<source>', '<target>', '--no-referrers', '--on-conflict']],
  ])('explains itself by %s', async (args, parts) => {
    const { exitCode, stdout } = await run(args.split(' '));

    for (const part of parts) expect(stdout).toContain(part);
    expect(exitCode).toBe(0);
  });
});
