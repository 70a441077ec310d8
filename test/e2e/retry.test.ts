import { describe, expect, it } from 'vitest';
import { useCommandMirror } from '../support/command-mirror.ts';
import { image } from '../support/image-builder.ts';
import { push } from '../support/push.ts';
import { readReport } from '../support/sync-definition.ts';

describe('retry', () => {
  const mirror = useCommandMirror();
  const home = ['--ledger', '.image-syncer/ledger.db'];

  it('syncs what status has told to be failing', async () => {
    await mirror().define([mirror().entry(), mirror().entry('late')]);
    await mirror().run(['sync']);
    await push(image(), mirror().source.url, { repository: 'late', tag: '1' });

    const before = await mirror().run(['status', ...home, '--failing', '--output', 'json']);
    const retried = await mirror().run(['retry', ...home, '--failing', '--output', 'json']);
    const after = await mirror().run(['status', ...home]);

    const target = `${mirror().target.host}/late:1`;
    expect(JSON.parse(before.stdout).images).toMatchObject([{ target, status: 'failed' }]);
    expect(readReport(retried)).toMatchObject({ exitCode: 0, statuses: ['copied'] });
    expect(after).toMatchObject({ exitCode: 0, stderr: '' });
    expect(after.stdout).toMatch(/^completed .* retry at .* 1 image: 1 copied/);
    expect(after.stdout).toMatch(/no image is failing\n$/);
  });

  it('makes no record where there is none', async () => {
    const { exitCode, stderr } = await mirror().run(['retry', '--ledger', 'no.db', '--failing']);

    expect(exitCode).toBe(1);
    expect(stderr).toContain('the ledger no.db does not exist');
    expect(mirror().requests).toEqual([]);
  });
});
