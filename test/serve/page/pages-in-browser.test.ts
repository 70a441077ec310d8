import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { HttpServer } from '../../../lib/serve/http/serve-http.ts';
import { imagePath } from '../../../lib/serve/page/paths.ts';
import { startChromium } from '../../support/chromium.ts';
import { describeWith } from '../../support/describe-with.ts';
import {
  FAILED,
  filledService,
  largeService,
  liveRun,
  outcomeError,
  outcomeOf,
} from '../../support/filled-service.ts';
import { MemoryService } from '../../support/memory-service.ts';
import { servePages } from '../../support/served-pages.ts';
import { visit } from '../../support/visit.ts';

const PHONE = { viewport: { width: 360, height: 740 } };
const DARK = { colorScheme: 'dark' } as const;

/** Try to run a script, to leave their attribute or element, to turn the text around, to steer a terminal. */
const HOSTILE = [
  '"><script>globalThis.hacked = 1</script>',
  `'"><img src=x onerror="globalThis.hacked = 2">`,
  'javascript:globalThis.hacked=3',
  '</title></textarea></template><svg onload=globalThis.hacked=4>',
  '\u202egpj.exe\u0000\u001b[31m\u2028\ud800',
].join(' ');

/** Hostile, and of characters that mean something in addresses. */
const ODD = '"><script>globalThis.hacked = 1</script>?a=b&c#d%41:1';

describeWith(['chromium'], 'the pages in a browser', () => {
  let browser: Browser;
  const servers: HttpServer[] = [];

  async function serve(service: MemoryService): Promise<string> {
    const server = await servePages(service);
    servers.push(server);
    return server.url;
  }

  beforeAll(async () => {
    browser = await startChromium();
  });

  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  afterAll(async () => {
    await browser.close();
  });

  it.each([
    ['in the light', {}],
    ['in the dark', DARK],
    ['on a phone', PHONE],
  ])('are accessible %s and as wide as the window', async (_, look) => {
    const service = await filledService();
    service.go(liveRun());
    const url = await serve(service);
    const [run] = await service.reader.listRuns({ limit: 1 });
    const images = ['busybox:1', 'redis:7'].map((name) => `/images/mirror.example/${name}`);
    const paths = ['/', '/images', ...images, '/runs', `/runs/${run?.id}`, '/nowhere'];

    await using visited = await visit(browser, url, look);
    for (const path of paths) {
      await visited.page.goto(`${url}${path}`);
      expect({ path, violations: await violations(visited.page) }).toEqual({
        path,
        violations: [],
      });
      expect({ path, excess: await excessWidth(visited.page) }).toEqual({ path, excess: 0 });
    }
    expect(visited.problems).toEqual([]);
  });

  it('are accessible while they are empty, and with all that can be wrong', async () => {
    const service = new MemoryService();
    await using visited = await visit(browser, await serve(service));
    expect(await violations(visited.page)).toEqual([]);

    const problem = { file: 'images.yaml', line: 1, column: 2, message: 'unknown key', hint: null };
    const since = service.state().startedAt;
    const broken = { since, version: null, problems: [problem] };
    service.become({ definition: { broken, version: null } });
    service.become({ problems: [{ since, message: 'the pull failed', hint: 'look' }] });
    await visited.page.reload();
    expect(await violations(visited.page)).toEqual([]);
  });

  it('show hostile names and messages as the text that they are', async () => {
    const service = await hostileService();
    const url = await serve(service);
    const target = `mirror.example/${HOSTILE}`;
    const [run] = await service.reader.listRuns({ limit: 1 });

    await using visited = await visit(browser, url);
    const { page, problems } = visited;
    for (const path of ['/', '/images', imagePath(target), `/runs/${run?.id}`]) {
      await page.goto(`${url}${path}`);
      const text = await page.locator('main').innerText();
      expect(text).toContain('"><script>');
      expect(text).toContain('\\u202egpj.exe\\u0000');
      expect(await page.evaluate('globalThis.hacked')).toBeUndefined();
    }
    const words = encodeURIComponent(HOSTILE.toWellFormed());
    for (const path of [`/images?q=${words}`, `/images?status=${words}`, `/runs/${words}`]) {
      await page.goto(`${url}${path}`);
      expect(await page.evaluate('globalThis.hacked')).toBeUndefined();
    }
    expect(problems).toEqual([]);
  });

  it('lead from a hostile name to its image', async () => {
    await using visited = await visit(browser, `${await serve(await hostileService(ODD))}/images`);

    await visited.page.locator('.images a').click();

    await visited.page.waitForURL(/script/);
    expect(await visited.page.locator('h1').innerText()).toContain('<script>');
    expect(await visited.page.title()).not.toContain('Not found');
  });

  it('bring a run that is going on up to date, names of transfers as text', async () => {
    const service = await filledService();
    service.go(liveRun({ transfers: [] }));
    await using visited = await visit(browser, await serve(service));
    const [{ transfers = [] }, { page }] = [liveRun(), visited];
    const hostile = {
      ...transfers[0],
      ...{ source: HOSTILE, target: `mirror.example/${HOSTILE}` },
    };

    service.go(liveRun({ ...MORE, transfers: [hostile as (typeof transfers)[number]] }));

    await inTime(service, async () => {
      expect(await page.locator('[data-live=run-images]').innerText()).toBe('9 of 10 images');
      expect(await page.locator('#run-bar').getAttribute('value')).toBe('9');
      expect(await page.locator('#transfers a').innerText()).toContain('"><script>');
    });
    expect(await page.locator('#transfers progress').getAttribute('value')).toBe('3000000');
    service.go(liveRun({ ...MORE, transfers: [] }));
    await inTime(service, async () => expect(await page.locator('#transfers li').count()).toBe(0));
    expect(await page.evaluate('globalThis.hacked')).toBeUndefined();
    expect(visited.problems).toEqual([]);
  });

  it('show what a run has come to when it ends, and leave readers where they are', async () => {
    const service = await filledService();
    service.go(liveRun());
    await using visited = await visit(browser, await serve(service));
    const { page } = visited;
    await page.locator('#history summary').click();
    await page.locator('#images input[name=q]').fill('half a wo');

    const image = outcomeOf('arrived:1');
    service.define([image]);
    await service.record({ outcomes: [image] });
    service.go(undefined);

    await inTime(service, async () => {
      expect(await page.locator('#run').isHidden()).toBe(true);
      expect(await page.locator('#images .images').innerText()).toContain('arrived:1');
    });
    expect(await page.locator('#history tbody tr').count()).toBe(5);
    expect(await page.locator('#history details').getAttribute('open')).not.toBeNull();
    expect(await page.locator('#images input[name=q]').inputValue()).toBe('half a wo');
    expect(await page.evaluate('document.activeElement.name')).toBe('q');
    expect(await page.locator('#announcer').innerText()).toBe('The run has ended');
  });

  it('say that the connection is lost, and that it is there again', async () => {
    const service = await filledService();
    const server = await servePages(service);
    await using visited = await visit(browser, server.url);
    const notice = visited.page.locator('#connection');
    await vi.waitFor(() => expect(service.listeners).toBe(1));
    expect(await notice.isHidden()).toBe(true);

    await server.close();

    await notice.filter({ hasText: 'Connection lost, trying again' }).waitFor();
    expect(await visited.page.locator('#announcer').innerText()).toContain('Connection lost');
    servers.push(await servePages(service, Number(new URL(server.url).port)));
    await notice.waitFor({ state: 'hidden' });
    expect(await visited.page.locator('#announcer').innerText()).toBe('Connected again');
  });

  it('list 5,000 images and find one of them', async () => {
    await using visited = await visit(
      browser,
      `${await serve(await largeService(5000))}/images?per=all`,
    );
    const { page } = visited;
    expect(await page.locator('.images > li').count()).toBe(5000);

    await page.locator('input[name=q]').fill('app-4999:');
    await page.locator('.filter button').click();

    await page.waitForURL(/q=app-4999/);
    expect(await page.locator('.found').innerText()).toBe('1 of 5,000 images');
    expect(await page.locator('.images .rest').innerText()).toBe('app-4999:1');
  });

  it('work without JavaScript', async () => {
    const service = await filledService();
    service.go(liveRun());
    await using visited = await visit(browser, await serve(service), { javaScriptEnabled: false });
    const { page } = visited;
    expect(await page.locator('#run').innerText()).toContain('6 of 10 images');
    expect(await page.locator('header').innerText()).toContain('load the page again');

    await page.locator('#images select').selectOption('failed');
    await page.locator('#images .filter button').click();
    await page.waitForURL(/status=failed/);
    await page.locator('.images a').click();

    await page.waitForURL(/redis/);
    expect(await page.locator('h1').innerText()).toBe('mirror.example/redis:7');
  });

  it('copy a digest', async () => {
    const url = await serve(await filledService());
    const look = { permissions: ['clipboard-read', 'clipboard-write'] };
    await using visited = await visit(browser, `${url}${imagePath(FAILED.target)}`, look);

    await visited.page.locator('button.copy').first().click();

    await visited.page.locator('button.copy', { hasText: 'copied' }).waitFor();
    expect(await visited.page.evaluate('navigator.clipboard.readText()')).toBe(FAILED.sourceDigest);
  });
});

const MORE = { counts: { copied: 6, unchanged: 2, conflict: 0, skipped: 0, failed: 1 } };

/** A service whose every text of others is hostile. */
async function hostileService(name = HOSTILE): Promise<MemoryService> {
  const service = new MemoryService();
  const error = outcomeError({
    message: HOSTILE,
    hint: HOSTILE,
    causes: [{ code: HOSTILE, message: HOSTILE }],
  });
  const image = outcomeOf(name, {
    status: 'failed',
    platforms: [HOSTILE],
    warnings: [HOSTILE],
    error,
  });
  const problem = { file: HOSTILE, line: 1, column: 1, message: HOSTILE, hint: HOSTILE };
  const broken = { since: service.state().startedAt, version: null, problems: [problem] };
  service.define([image]);
  service.become({ definition: { file: HOSTILE, broken } });
  service.become({ problems: [{ since: broken.since, message: HOSTILE, hint: HOSTILE }] });
  await service.record({ outcomes: [image] });
  return service;
}

/** Lets time pass until `assertion` holds. */
async function inTime({ clock }: MemoryService, assertion: () => Promise<void>): Promise<void> {
  await vi.waitFor(
    async () => {
      clock.advance(500);
      await assertion();
    },
    { timeout: 20_000, interval: 50 },
  );
}

/** What axe finds, each rule with the places that break it. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<axe.AxeResults>("axe.run({ resultTypes: ['violations'] })");
  return found.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' ')}`,
  );
}

/** How far a page can be scrolled to the side. */
async function excessWidth(page: Page): Promise<number> {
  const root = 'document.documentElement';
  return await page.evaluate<number>(`${root}.scrollWidth - ${root}.clientWidth`);
}
