import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import packageFile from '../../package.json' with { type: 'json' };
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { image } from '../support/image-builder.ts';
import { listTags } from '../support/list-tags.ts';
import { push } from '../support/push.ts';
import { useWorkplace, type Variables } from '../support/workplace.ts';

describe('switches', () => {
  const startRegistry = useRegistries();
  const workplace = useWorkplace();
  let source: EmbeddedRegistry;
  let target: EmbeddedRegistry;

  beforeEach(async () => {
    source = await startRegistry();
    target = await startRegistry();
    await push(image(), source.url, { repository: 'app', tag: '1' });
    source.clearRequests();
    await workplace().write('images.yaml', {
      images: [{ source: `${source.host}/app:1`, target: `${target.host}/app` }],
    });
  });

  const run = (args: readonly string[], env: Variables = {}) => workplace().run(args, env);

  const mirrored = () => listTags(target.url, 'app');

  const requests = () => [...source.requests, ...target.requests];

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
      expect(target.requests.map(({ method }) => method)).toEqual(
        target.requests.map(() => 'HEAD'),
      );
      expect(await mirrored()).toEqual([]);
    });

    it('reads no content with --no-bytes', async () => {
      const { stdout } = await run(['plan', '--no-bytes']);

      expect(stdout).toContain('would copy');
      expect(requests().map(({ method }) => method)).toEqual(['HEAD', 'HEAD']);
    });

    it.each([
      ['--dry-run=false', ['--dry-run=false'], {}],
      ['--dry-run=0 over SYNCER_DRY_RUN', ['--dry-run=0'], { SYNCER_DRY_RUN: 'true' }],
      ['SYNCER_DRY_RUN=f', [], { SYNCER_DRY_RUN: 'f' }],
    ])('is none by %s', async (_, args, env) => {
      await run(args, env);

      expect(await mirrored()).toEqual(['1']);
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
    expect(requests()).toEqual([]);
  });

  it.each([
    ['--debug', ['--debug'], {}],
    ['SYNCER_DEBUG', [], { SYNCER_DEBUG: 'true' }],
  ])('shows every request by %s', async (_, args, env) => {
    const { stderr } = await run(args, env);

    const lines = stderr.split('\n').filter((line) => line.startsWith('debug: '));
    expect(lines).toHaveLength(requests().length);
    expect(lines[0]).toMatch(`debug: HEAD http://${source.host}/v2/app/manifests/1 200 `);
  });

  it('shows of an upload not where it goes on, which is a secret', async () => {
    const { stderr } = await run(['--debug']);

    expect(stderr).toContain(`PUT http://${target.host}/v2/app/blobs/uploads/… 201 `);
    expect(stderr).not.toMatch(/uploads\/[^…\s]/);
  });

  it('refuses an unknown option and names the one that is meant', async () => {
    const { exitCode, stderr } = await run(['--dryrun']);

    expect(exitCode).toBe(1);
    expect(stderr).toContain("unknown option '--dryrun'");
    expect(stderr).toContain('--dry-run');
    expect(requests()).toEqual([]);
  });

  it('prints its version', async () => {
    const { exitCode, stdout } = await run(['--version']);

    expect(stdout).toBe(`${packageFile.version}\n`);
    expect(exitCode).toBe(0);
  });

  it.each([
    ['--help', ['sync', 'plan', 'validate', 'schema', 'Examples:', 'Exit codes:']],
    ['sync --help', ['--images-file', '-t, ', '-a, ', '--target-repo-prefix', 'SYNCER_DRY_RUN']],
  ])('explains itself by %s', async (args, parts) => {
    const { exitCode, stdout } = await run(args.split(' '));

    for (const part of parts) expect(stdout).toContain(part);
    expect(exitCode).toBe(0);
  });
});
