import { describe, expect, it } from 'vitest';
import { filledService } from '../../support/filled-service.ts';
import { getPage, sectionOf } from '../../support/get-page.ts';

describe('the page of a run', () => {
  it('has what became of its images, unchanged ones as a number', async () => {
    const service = await filledService();
    const run = (await service.reader.listRuns({ limit: 2 }))[1];

    const { text } = await getPage(service, `/runs/${run?.id}`);

    expect(text).toContain('by the schedule');
    expect(text).toContain('1 were unchanged and are not listed');
    expect(sectionOf(text, 'outcomes').split('class="names"')).toHaveLength(6);
    expect(text).toContain('linux/riscv64');
  });

  it('is found from the list of runs', async () => {
    const service = await filledService();

    const { text } = await getPage(service, '/runs');

    const paths = [...text.matchAll(/href="(\/runs\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(paths).toHaveLength(4);
    for (const path of paths) expect((await getPage(service, path)).status).toBe(200);
  });
});
