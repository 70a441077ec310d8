import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { image } from '../support/image-builder.ts';
import { push } from '../support/push.ts';
import { useWorkplace } from '../support/workplace.ts';

describe('the exit code', () => {
  const startRegistry = useRegistries();
  const workplace = useWorkplace();
  let source: EmbeddedRegistry;
  let target: EmbeddedRegistry;

  beforeEach(async () => {
    source = await startRegistry();
    target = await startRegistry();
    await push(image(), source.url, { repository: 'app', tag: '1' });
    source.clearRequests();
    await define({ source: `${source.host}/app:1`, target: `${target.host}/app` });
  });

  const define = (...images: readonly object[]) => workplace().write('images.yaml', { images });

  const exitCodeOf = async (...args: readonly string[]) => (await workplace().run(args)).exitCode;

  it('is 0 when an image was copied, and when nothing had to be done', async () => {
    expect(await exitCodeOf('sync')).toBe(0);
    expect(await exitCodeOf('sync')).toBe(0);
  });

  it('is 1 for a conflict, which --detailed-exitcode does not change', async () => {
    await push(image({ seed: 2 }), target.url, { repository: 'app', tag: '1' });

    expect(await exitCodeOf()).toBe(1);
    expect(await exitCodeOf('plan', '--detailed-exitcode')).toBe(1);
  });

  it('is 1 when one of two images failed, which --detailed-exitcode does not change', async () => {
    await define(
      { source: `${source.host}/absent:1`, target: `${target.host}/absent` },
      { source: `${source.host}/app:1`, target: `${target.host}/app` },
    );

    expect(await exitCodeOf('plan', '--detailed-exitcode')).toBe(1);
    expect(await exitCodeOf()).toBe(1);
  });

  it.each([
    ['a definition that is wrong', ['-i', 'wrong.yaml']],
    ['a definition that is not there', ['-i', 'absent.yaml']],
    ['an option that is unknown', ['--dryrun']],
    ['an argument that is not asked for', ['images.yaml']],
  ])('is 1 for %s', async (_, args) => {
    await workplace().write('wrong.yaml', 'images: 5');

    const { exitCode, stdout, stderr } = await workplace().run(args);

    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
    expect([...source.requests, ...target.requests]).toEqual([]);
  });

  it('is 0 for a plan without --detailed-exitcode, whatever would change', async () => {
    expect(await exitCodeOf('plan')).toBe(0);
  });

  it('is 2 for a plan with --detailed-exitcode until nothing would change', async () => {
    expect(await exitCodeOf('plan', '--detailed-exitcode')).toBe(2);

    await exitCodeOf('sync');

    expect(await exitCodeOf('plan', '--detailed-exitcode')).toBe(0);
  });
});
