import { describe, expect, it } from 'vitest';
import { useCommandMirror } from '../support/command-mirror.ts';
import { readReport } from '../support/sync-definition.ts';

describe('image-syncer --output json of selected tags', () => {
  const mirror = useCommandMirror();

  const select = (name: string, tags: unknown, others: object = {}) => {
    const { source, target } = mirror();
    return { source: `${source.host}/${name}`, target: `${target.host}/${name}`, tags, ...others };
  };

  it('has an image without a target for each entry that came to none', async () => {
    await mirror().define([
      select('absent', 'all'),
      select('app', ['rc-*']),
      select('app', 'all'),
      select('app', { include: 'v*' }, { allowEmpty: true }),
    ]);

    const { report, exitCode } = readReport(await mirror().run(['-o', 'json']));

    const { source, target } = mirror();
    expect(report.images).toMatchObject([
      { source: `${source.host}/absent`, target: null, status: 'failed', attempts: 0 },
      { source: `${source.host}/app`, target: null, error: { code: 'EMPTY_SELECTION' } },
      { source: `${source.host}/app:1`, target: `${target.host}/app:1`, status: 'copied' },
      { source: `${source.host}/app`, target: null, status: 'skipped', error: null },
    ]);
    expect(report.run.counts).toMatchObject({ copied: 1, skipped: 1, failed: 2 });
    expect(exitCode).toBe(1);
  });

  it('is what the text says too', async () => {
    const { source } = mirror();
    await mirror().define([select('app', ['rc-*']), select('app', 'all')]);

    const { stdout, stderr } = await mirror().run([]);

    expect(stdout).toMatch(new RegExp(`^failed +${source.host}/app  `, 'm'));
    expect(stdout).toContain('2 images: 1 copied, 1 failed');
    expect(stderr).toContain(`listing tags  ${source.host}/app\nplanned  2 images\n`);
  });
});
