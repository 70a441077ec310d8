import { describe, expect, it } from 'vitest';
import { createPages } from '../../../lib/serve/page/create-pages.ts';
import {
  CONFLICT,
  digestNamed,
  FAILED,
  filledService,
  largeService,
  liveRun,
  outcomeOf,
  WAITING,
} from '../../support/filled-service.ts';
import { MemoryService } from '../../support/memory-service.ts';

async function get(service: MemoryService, path: string, accept = 'text/html') {
  const response = await createPages(service).request(path, { headers: { accept } });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

/** The part of a page with the id, to the end of its section. */
function section(text: string, id: string): string {
  const begin = text.indexOf(`<section id="${id}"`);
  return begin === -1 ? '' : text.slice(begin, text.indexOf('</section>', begin));
}

describe('the overview', () => {
  it('counts the images by what is to be done about them', async () => {
    const { text } = await get(await filledService(), '/');

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
    const { text } = await get(await filledService(), '/');
    const attention = section(text, 'attention');

    expect(attention).toContain('redis/manifests/7 answered 503');
    expect(attention).toContain('try again later');
    expect(attention).toContain('the tag has other content');
    expect(attention).toContain('write onConflict: overwrite');
    expect(attention).not.toContain('linux/riscv64');
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

    const state = section((await get(service, '/')).text, 'state');

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

    const state = section((await get(service, '/')).text, 'state');

    expect(state).toContain('git pull failed');
    expect(state).toContain('look at the remote');
    expect(state).toContain('in 1 m 30 s');
  });

  it('shows a run that is going on with its images', async () => {
    const service = await filledService();
    service.go(liveRun());

    const run = section((await get(service, '/')).text, 'run');

    expect(run).toContain('6 of 10 images');
    expect(run).toContain('977 KiB/s');
    expect(run).toContain('30 s left');
    expect(run).toContain('value="3000000" max="10000000"');
    expect(run).toContain('comparing');
  });

  it('draws a bar for each run, that leads to the run', async () => {
    const { text } = await get(await filledService(), '/');
    const history = section(text, 'history');

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
    const { status, text } = await get(new MemoryService(), '/');

    expect(status).toBe(200);
    expect(text).toContain('No run has been recorded yet');
    expect(text).toContain('No definition has been planned yet');
    expect(section(text, 'attention')).toContain(' hidden>');
  });
});

describe('the list of images', () => {
  it.each([
    ['', 7],
    ['?status=in-place', 2],
    ['?status=copied', 1],
    ['?status=failed', 2],
    ['?status=waiting', 1],
    ['?q=NGINX', 1],
    ['?q=mirror.example&status=conflict', 1],
    ['?q=nothing+like+this', 0],
  ])('shows for %j %i of 7', async (query, count) => {
    const { text } = await get(await filledService(), `/images${query}`);

    expect(text).toContain(`${count} of 7 images`);
    expect(text.split('class="names"')).toHaveLength(count + 1);
  });

  it('keeps what was asked for in its form', async () => {
    const { text } = await get(await filledService(), '/images?status=failed&q=%22redis');

    expect(text).toContain('<option value="failed" selected>');
    expect(text).toContain('value="&quot;redis"');
  });

  it('shows 200 at once, in the order of the definition, and all where that is wanted', async () => {
    const service = await largeService(450);

    const second = (await get(service, '/images?page=2')).text;
    const all = (await get(service, '/images?per=all')).text;

    const names = [...second.matchAll(/class="rest">(app-\d+):1</g)].map(([, name]) => name);
    expect(names).toHaveLength(200);
    expect([names[0], names.at(-1)]).toEqual(['app-200', 'app-399']);
    expect(second).toContain('Page 2 of 3');
    expect(second).toContain('href="/images?page=3"');
    expect(all.split('class="names"')).toHaveLength(451);
  });

  it.each(['status=bogus', 'page=0', 'page=x', 'per=most'])(
    'does not understand %s',
    async (query) => {
      const { status, text } = await get(await filledService(), `/images?${query}`);

      expect(status).toBe(400);
      expect(text).toContain('Not understood');
    },
  );
});

describe('the page of an image', () => {
  it('has why it is where it is, its digests, and the causes of its error', async () => {
    const service = new MemoryService();
    const causes = [{ code: 'ECONNRESET', message: 'read ECONNRESET' }];
    const failed = { ...FAILED, error: FAILED.error && { ...FAILED.error, causes } };
    service.define([failed]);
    await service.record({ outcomes: [failed] });

    const { status, text } = await get(service, `/images/${failed.target}`);

    expect(status).toBe(200);
    expect(text).toContain('answered 503');
    expect(text).toContain('try again later');
    expect(text).toContain(String(failed.sourceDigest));
    expect(text).toContain('read ECONNRESET');
    expect(text).toContain('not read yet');
  });

  it('shows both sides of a conflict', async () => {
    const { text } = await get(await filledService(), `/images/${CONFLICT.target}`);

    expect(text).toContain(String(CONFLICT.targetDigest));
    expect(text).toContain(String(CONFLICT.sourceDigest));
  });

  it('draws and lists the moves of its tag', async () => {
    const { text } = await get(await filledService(), '/images/mirror.example/busybox:1');
    const drift = section(text, 'drift');

    expect(drift).toContain('<circle');
    expect(drift).toContain(`title="${digestNamed('before')}"`);
    expect(drift).toContain(`title="${digestNamed('busybox:1')}"`);
  });

  it('remembers platforms and referrers of the same content', async () => {
    const service = new MemoryService();
    const image = outcomeOf('app:1', { status: 'unchanged', platforms: null, referrers: null });
    const root = digestNamed('app:1');
    const referrers = {
      root,
      manifests: [],
      filter: 'all',
      set: root,
      count: 41,
      warnings: [],
      checkedAt: 0,
    };
    const memory = { referrers, platforms: { root, names: ['linux/riscv64'] } };
    await service.record({ outcomes: [image], memories: { [image.target]: memory } });

    const { text } = await get(service, `/images/${image.target}`);

    expect(text).toContain('linux/riscv64');
    expect(text).toContain('41 <span');
    expect(text).not.toContain('not read yet');
  });

  it('does not take what it remembers of other content', async () => {
    const service = new MemoryService();
    const image = outcomeOf('app:1', { status: 'unchanged', platforms: null, referrers: null });
    const root = digestNamed('app:0');
    const referrers = {
      root,
      manifests: [],
      filter: 'all',
      set: root,
      count: 41,
      warnings: [],
      checkedAt: 0,
    };
    const memory = { referrers, platforms: { root, names: ['linux/riscv64'] } };
    await service.record({ outcomes: [image], memories: { [image.target]: memory } });

    const { text } = await get(service, `/images/${image.target}`);

    expect(text.split('not read yet')).toHaveLength(3);
  });

  it('is there for an image that waits, and for one that left the definition', async () => {
    const service = await filledService();
    const waiting = await get(service, `/images/${WAITING.target}`);
    service.define([]);
    const former = await get(service, '/images/mirror.example/alpine:3');

    expect(waiting.text).toContain('No run has come to it yet');
    expect(former.status).toBe(200);
    expect(former.text).toContain('does not have it any more');
  });
});

describe('the page of a run', () => {
  it('has what became of its images, unchanged ones as a number', async () => {
    const service = await filledService();
    const run = (await service.reader.listRuns({ limit: 2 }))[1];

    const { text } = await get(service, `/runs/${run?.id}`);

    expect(text).toContain('by the schedule');
    expect(text).toContain('1 were unchanged and are not listed');
    expect(section(text, 'outcomes').split('class="names"')).toHaveLength(6);
    expect(text).toContain('linux/riscv64');
  });

  it('is found from the list of runs', async () => {
    const service = await filledService();

    const { text } = await get(service, '/runs');

    const paths = [...text.matchAll(/href="(\/runs\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(paths).toHaveLength(4);
    for (const path of paths) expect((await get(service, path)).status).toBe(200);
  });
});

describe('what is not there', () => {
  it.each(['/images/mirror.example/nope:1', '/images/', '/images/%ff', '/runs/nope', '/nowhere'])(
    'is said at %s, with where to go on',
    async (path) => {
      const { status, text } = await get(await filledService(), path);

      expect(status).toBe(404);
      expect(text).toContain('Not found');
      expect(text).toContain('<a href="/runs">All runs</a>');
    },
  );

  it.each([
    ['/api/nowhere', 'text/html'],
    ['/nowhere', '*/*'],
  ])('is left to others at %s for those who accept %s', async (path, accept) => {
    const { text } = await get(await filledService(), path, accept);

    expect(text).not.toContain('<html');
  });
});

describe('what browsers load', () => {
  it('may be kept for ever, since its address changes with it', async () => {
    const service = new MemoryService();
    const { text } = await get(service, '/');
    const paths = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(
      ([, path = '']) => path,
    );
    const types: (string | null)[] = [];

    for (const path of paths) {
      const { status, headers } = await get(service, path);
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      types.push(headers.get('content-type'));
    }

    expect(types).toEqual([
      'image/svg+xml',
      'text/css; charset=utf-8',
      'text/javascript; charset=utf-8',
    ]);
  });

  it.each(['/assets/x/page.css', '/assets/../package.json'])(
    'is nothing else: %s',
    async (path) => {
      expect((await get(new MemoryService(), path, '*/*')).status).toBe(404);
    },
  );
});
