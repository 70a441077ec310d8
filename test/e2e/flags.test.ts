import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { image } from '../support/image-builder.ts';
import { listTags } from '../support/list-tags.ts';
import { push } from '../support/push.ts';
import { useWorkplace, type Variables } from '../support/workplace.ts';

describe('flags and variables that take a value', () => {
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
      targetRepoPrefix: `${target.host}/in-file/`,
      images: [{ source: `${source.host}/app:1`, target: 'app' }],
    });
  });

  const run = (args: readonly string[], env: Variables = {}) => workplace().run(args, env);

  const tagsIn = (folder: string) => listTags(target.url, `${folder}/app`);

  const requests = () => [...source.requests, ...target.requests];

  describe('naming the images file', () => {
    it.each([
      ['-i', ['-i', 'mine.yaml'], {}],
      ['--images-file', ['sync', '--images-file=mine.yaml'], {}],
      ['SYNCER_IMAGES_FILE', [], { SYNCER_IMAGES_FILE: 'mine.yaml' }],
      ['-i rather than SYNCER_IMAGES_FILE', ['-i', 'mine.yaml'], { SYNCER_IMAGES_FILE: 'no.yaml' }],
    ])('is done by %s', async (_, args, env) => {
      await workplace().write('mine.yaml', {
        images: [{ source: `${source.host}/app:1`, target: `${target.host}/mine/app` }],
      });

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
      const withHost = (text: string) => text.replace('HOST', target.host);
      const variables = Object.entries(env).map(([name, value]) => [name, withHost(value)]);

      const { exitCode } = await run(args.map(withHost), Object.fromEntries(variables));

      expect(exitCode).toBe(0);
      expect(await tagsIn('given')).toEqual(['1']);
      expect(await tagsIn('in-file')).toEqual([]);
    });
  });

  it('knows -r in validate too', async () => {
    await workplace().write('images.yaml', { images: [{ source: 'app:1' }] });

    expect((await run(['validate', '-r', 'registry.example/'])).exitCode).toBe(0);
    expect((await run(['validate'])).exitCode).toBe(1);
  });

  describe('digits after -r', () => {
    it.each([
      ['-r', '0', 1],
      ['-r', '2', 3],
      ['--retries', '1', 2],
    ])('are retries: %s %s asks %i times', async (flag, retries, times) => {
      source.play({ do: { kind: 'status', status: 429, headers: { 'Retry-After': '0' } } });

      const { exitCode } = await run([flag, retries]);

      expect(exitCode).toBe(1);
      expect(source.requests).toHaveLength(times);
    });

    it('are refused as --retries are when they are too many', async () => {
      const { exitCode, stderr } = await run(['-r', '1000']);

      expect(exitCode).toBe(1);
      expect(stderr).toContain("'1000' is invalid");
      expect(requests()).toEqual([]);
    });
  });
});
