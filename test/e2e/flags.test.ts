import { beforeEach, describe, expect, it } from 'vitest';
import { useCommandMirror } from '../support/command-mirror.ts';
import type { Variables } from '../support/workplace.ts';

describe('flags and variables that take a value', () => {
  const mirror = useCommandMirror();

  beforeEach(() =>
    mirror().define([{ ...mirror().entry(), target: 'app' }], {
      targetRepoPrefix: `${mirror().target.host}/in-file/`,
    }),
  );

  const run = (args: readonly string[], env?: Variables) => mirror().run(args, env);

  const tagsIn = (folder: string) => mirror().mirrored(`${folder}/app`);

  describe('naming the images file', () => {
    it.each([
      ['-i', ['-i', 'mine.yaml'], {}],
      ['--images-file', ['sync', '--images-file=mine.yaml'], {}],
      ['SYNCER_IMAGES_FILE', [], { SYNCER_IMAGES_FILE: 'mine.yaml' }],
      ['-i rather than SYNCER_IMAGES_FILE', ['-i', 'mine.yaml'], { SYNCER_IMAGES_FILE: 'no.yaml' }],
    ])('is done by %s', async (_, args, env) => {
      const { target, workplace } = mirror();
      const images = [{ ...mirror().entry(), target: `${target.host}/mine/app` }];
      await workplace.write('mine.yaml', { images });

      const { exitCode } = await run(args, env);

      expect(exitCode).toBe(0);
      expect(await tagsIn('mine')).toEqual(['1']);
    });

    it('is images.yaml where nobody does', async () => {
      await run([]);

      expect(await tagsIn('in-file')).toEqual(['1']);
    });
  });

  describe('naming the prefix', () => {
    const byFlag = ['--target-repo-prefix', 'HOST/given/'];

    it.each([
      ['--target-repo-prefix', byFlag, {}],
      ['-r', ['-r', 'HOST/given/'], {}],
      ['SYNCER_TARGET_REPO_PREFIX', [], { SYNCER_TARGET_REPO_PREFIX: 'HOST/given/' }],
      ['a flag rather than a variable', byFlag, { SYNCER_TARGET_REPO_PREFIX: 'HOST/variable/' }],
      [
        '-r rather than a variable',
        ['-r', 'HOST/given/'],
        { SYNCER_TARGET_REPO_PREFIX: 'HOST/x/' },
      ],
    ])('is done by %s and wins over the file', async (_, args, env: Variables) => {
      const withHost = (text: string) => text.replace('HOST', mirror().target.host);
      const variables = Object.entries(env).map(([name, value]) => [name, withHost(value)]);

      const { exitCode } = await run(args.map(withHost), Object.fromEntries(variables));

      expect(exitCode).toBe(0);
      expect(await tagsIn('given')).toEqual(['1']);
      expect(await tagsIn('in-file')).toEqual([]);
    });
  });

  it('knows -r in validate too', async () => {
    await mirror().define([{ source: 'app:1' }]);

    expect((await run(['validate', '-r', 'registry.example/'])).exitCode).toBe(0);
    expect((await run(['validate'])).exitCode).toBe(1);
  });

  describe('digits after -r', () => {
    it.each([
      ['-r', '0', 1],
      ['-r', '2', 3],
      ['--retries', '1', 2],
    ])('are retries: %s %s asks %i times', async (flag, retries, times) => {
      const { source } = mirror();
      source.play({ do: { kind: 'status', status: 503, headers: { 'Retry-After': '0' } } });

      const { exitCode } = await run([flag, retries]);

      expect(exitCode).toBe(1);
      expect(source.requests).toHaveLength(times);
    });

    it('are refused as --retries are when they are too many', async () => {
      const { exitCode, stderr } = await run(['-r', '1000']);

      expect(exitCode).toBe(1);
      expect(stderr).toContain("'1000' is invalid");
      expect(mirror().requests).toEqual([]);
    });
  });
});
