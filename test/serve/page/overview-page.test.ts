import { describe, expect, it } from 'vitest';
import { BUSY, filledService, liveRun, WAITING } from '../../support/filled-service.ts';
import { getPage, sectionOf } from '../../support/get-page.ts';
import { MemoryService } from '../../support/memory-service.ts';

describe('the overview', () => {
  it('counts the images by what is to be done about them', async () => {
    const { text } = await getPage(await filledService(), '/');

    const counts = [...text.matchAll(/data-live="group-([\w-]+)">(\d+)</g)];
    expect(counts.map(([, name, count]) => `${name} ${count}`)).toEqual([
      'in-place 2',
      'conflict 1',
      'failed 2',
      'skipped 1',
      'waiting 1',
    ]);
  });

  it('says why images fail or conflict, and what to do', async () => {
    const { text } = await getPage(await filledService(), '/');
    const attention = sectionOf(text, 'attention');

    expect(attention).toContain('redis/manifests/7 answered 503');
    expect(attention).toContain('try again later');
    expect(attention).toContain('the tag has other content');
    expect(attention).toContain('write onConflict: overwrite');
    expect(attention).not.toContain('linux/riscv64');
  });

  it('says why images wait that are tried again, and when', async () => {
    const service = await filledService();
    service.putOff(WAITING.target, BUSY);
    const { text } = await getPage(service, '/');
    const attention = sectionOf(text, 'attention');

    expect(attention).toContain('What is tried again');
    expect(attention).toContain('the registry &lt;b&gt;is busy');
    expect(attention).toContain('06:00:30 UTC');
  });

  it('shows where the definition is broken, and that the last good one is in force', async () => {
    const service = await filledService();
    const problem = {
      file: 'images.yaml',
      line: 7,
      column: 3,
      message: 'unknown key',
      hint: 'sourc',
    };
    const broken = { since: '2026-01-01T00:00:00.000Z', version: null, problems: [problem] };
    service.become({ definition: { broken } });

    const state = sectionOf((await getPage(service, '/')).text, 'state');

    expect(state).toContain('images.yaml:7:3');
    expect(state).toContain('unknown key');
    expect(state).toContain('sourc');
    expect(state).toContain('The last good one stays in force');
  });

  it('shows what keeps the service from its work, and when it goes on', async () => {
    const service = await filledService();
    const next = new Date(service.clock.now() + 90_000).toISOString();
    const problem = { since: next, message: 'git pull failed', hint: 'look at the remote' };
    service.become({ nextRunAt: next, problems: [problem] });

    const state = sectionOf((await getPage(service, '/')).text, 'state');

    expect(state).toContain('git pull failed');
    expect(state).toContain('look at the remote');
    expect(state).toContain('in 1 m 30 s');
  });

  it('shows a run that is going on with its images', async () => {
    const service = await filledService();
    service.go(liveRun());

    const run = sectionOf((await getPage(service, '/')).text, 'run');

    expect(run).toContain('6 of 10 images');
    expect(run).toContain('977 KiB/s');
    expect(run).toContain('30 s left');
    expect(run).toContain('value="3000000" max="10000000"');
    expect(run).toContain('comparing');
  });

  it('draws a bar for each run, that leads to the run', async () => {
    const { text } = await getPage(await filledService(), '/');
    const history = sectionOf(text, 'history');

    const bars = [...history.matchAll(/<a href="([^"]+)" tabindex="-1" aria-label="([^"]+)">/g)];
    expect(bars.map(([, , label]) => label)).toEqual([
      '2026-01-01 00:00 UTC: 1 copied, 1 unchanged',
      '2026-01-01 00:01 UTC: superseded, 1 unchanged',
      '2026-01-01 00:02 UTC: 1 copied, 1 unchanged, 1 conflict, 1 skipped, 2 failed',
      '2026-01-01 00:03 UTC: planned, 1 unchanged',
    ]);
    for (const [, path] of bars) expect(history.split(`href="${path}"`)).toHaveLength(3);
  });

  it('has words for a service in which nothing has happened yet', async () => {
    const { status, text } = await getPage(new MemoryService(), '/');

    expect(status).toBe(200);
    expect(text).toContain('No run has been recorded yet');
    expect(text).toContain('No definition has been planned yet');
    expect(sectionOf(text, 'attention')).toContain(' hidden>');
  });
});
