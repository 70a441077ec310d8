import { describe, expect, it } from 'vitest';
import { useCommandMirror } from '../support/command-mirror.ts';
import { image } from '../support/image-builder.ts';
import { push } from '../support/push.ts';

describe('the exit code', () => {
  const mirror = useCommandMirror();

  const exitCodeOf = async (...args: readonly string[]) => (await mirror().run(args)).exitCode;

  it('is 0 when an image was copied, and when nothing had to be done', async () => {
    expect(await exitCodeOf('sync')).toBe(0);
    expect(await exitCodeOf('sync')).toBe(0);
  });

  it('is 1 for a conflict, which --detailed-exitcode does not change', async () => {
    await push(image({ seed: 2 }), mirror().target.url, { repository: 'app', tag: '1' });

    expect(await exitCodeOf()).toBe(1);
    expect(await exitCodeOf('plan', '--detailed-exitcode')).toBe(1);
  });

  it('is 1 when one of two images failed, which --detailed-exitcode does not change', async () => {
    await mirror().define([mirror().entry('absent'), mirror().entry()]);

    expect(await exitCodeOf('plan', '--detailed-exitcode')).toBe(1);
    expect(await exitCodeOf()).toBe(1);
  });

  it.each([
    ['a definition that is wrong', ['-i', 'wrong.yaml']],
    ['a definition that is not there', ['-i', 'absent.yaml']],
    ['an option that is unknown', ['--dryrun']],
    ['a command that is unknown', ['snyc']],
    ['an argument that is not asked for', ['sync', 'images.yaml']],
    ['a log that cannot be written', ['--log', 'no/x.log']],
    ['a list that cannot be written', ['--output-success-images', 'no/ok.yaml']],
  ])('is 1 for %s', async (_, args) => {
    await mirror().workplace.write('wrong.yaml', 'images: 5');

    const { exitCode, stdout, stderr } = await mirror().run(args);

    expect(exitCode).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
    expect(mirror().requests).toEqual([]);
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
