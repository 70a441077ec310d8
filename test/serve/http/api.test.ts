import { describe, expect, it } from 'vitest';
import { jsonStatus } from '../../../lib/cli/report/status-json.ts';
import { BUSY, filledService, UNLISTED, WAITING } from '../../support/filled-service.ts';
import { MemoryService } from '../../support/memory-service.ts';
import { servedApp } from '../../support/served-app.ts';

async function answer(path: string, view?: MemoryService) {
  const response = await servedApp(view ?? (await filledService())).get(`/api/${path}`);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

async function document(path: string, view?: MemoryService) {
  return JSON.parse((await answer(path, view)).text);
}

async function names(query: string): Promise<readonly string[]> {
  const { images } = await document(`images?${query}`);
  return images.map(({ target, source }: typeof WAITING) => target ?? source);
}

describe('/api/runs', () => {
  it('has what status --runs prints', async () => {
    const view = await filledService();
    const runs = await view.reader.listRuns({ limit: 50 });

    expect((await answer('runs', view)).text).toBe(jsonStatus({ kind: 'runs', runs }));
    expect(runs).toHaveLength(4);
  });

  it('has as many of the newest as are asked for', async () => {
    const { runs } = await document('runs?limit=1');

    expect(runs).toMatchObject([{ state: 'planned' }]);
  });

  it('has 50 where nothing is asked for', async () => {
    const view = new MemoryService();
    for (let count = 0; count < 51; count += 1) await view.record();

    expect((await document('runs', view)).runs).toHaveLength(50);
    expect((await document('runs?limit=500', view)).runs).toHaveLength(51);
  });

  it.each(['0', '501', '-1', '1.5', 'x', '', '1e2', '99999'])('refuses limit=%s', async (limit) => {
    const { status, text } = await answer(`runs?limit=${limit}`);

    expect(status).toBe(400);
    expect(JSON.parse(text).errors[0].hint).toContain('from 1 to 500');
  });

  it.each(['runs?limit=1&limit=2', 'runs?limt=2', 'runs/x?a=1', 'images?statuses=failed'])(
    'refuses %s, which would be misunderstood',
    async (path) => expect((await answer(path)).status).toBe(400),
  );
});

describe('/api/runs/:id', () => {
  it('has what status --run prints, in whatever case it is asked for', async () => {
    const view = await filledService();
    const [, run] = await view.reader.listRuns({ limit: 9 });
    if (run === undefined) throw new Error('no run');
    const images = await view.reader.listOutcomes(run.id);
    const { text } = await answer(`runs/${run.id.toLowerCase()}`, view);

    expect(text).toBe(jsonStatus({ kind: 'run', run, images }));
    expect(images.length).toBeGreaterThan(3);
  });

  it('does not know another', async () => {
    expect((await answer('runs/01X')).status).toBe(404);
  });
});

describe('/api/images', () => {
  it('has every image in the order of the definition', async () => {
    const { images, errors } = await document('images');

    const statuses = images.map(({ status }: { status: string }) => status);
    const wanted = ['copied', 'unchanged', 'conflict', 'failed', 'skipped', 'waiting', 'failed'];
    expect(statuses).toEqual(wanted);
    expect(errors).toEqual([]);
  });

  it('gives each image the same fields in the same order', async () => {
    const { images } = await document('images');

    const shapes = new Set(images.map((image: object) => Object.keys(image).join()));
    expect(shapes.size).toBe(1);
    expect(images[5]).toMatchObject({ ...WAITING, status: 'waiting', targetDigest: null });
    expect(images[6]).toMatchObject({ source: UNLISTED.source, target: null, lastRun: null });
  });

  it('tells why an image is tried again, and when', async () => {
    const service = await filledService();
    service.putOff(WAITING.target, BUSY);
    const { get } = servedApp(service);

    const answer = await get(`/api/images?target=${encodeURIComponent(WAITING.target)}`);

    expect(await answer.json()).toMatchObject({
      image: { status: 'waiting', error: { code: 'THROTTLED' }, againAt: BUSY.againAt },
    });
  });

  it('filters by status, several of them, and by a part of a name', async () => {
    expect(await names('status=waiting')).toEqual([WAITING.target]);
    expect(await names('status=failed&status=conflict')).toHaveLength(3);
    expect(await names('q=REDIS')).toEqual(['mirror.example/redis:7']);
    expect(await names('q=docker.io&status=copied')).toEqual(['mirror.example/busybox:1']);
  });

  it('says which statuses there are', async () => {
    const { status, text } = await answer('images?status=fine');

    expect(status).toBe(400);
    expect(JSON.parse(text).errors[0].hint).toContain('copied, unchanged, conflict');
  });

  it('leaves nothing in a document that could steer a terminal', async () => {
    const view = new MemoryService();
    view.define([{ source: 'a\u001b[2J\u009b\u202e', target: 'b:1' }]);
    const { text } = await answer('images', view);

    expect(text).toContain('"a\\u001b[2J\\u009b\\u202e"');
    expect(JSON.parse(text).images[0].source).toBe('a\u001b[2J\u009b\u202e');
  });
});

describe('/api/images?target=', () => {
  it('has what status --image prints', async () => {
    const view = await filledService();
    const target = 'mirror.example/busybox:1';
    const [image, drift] = [
      await view.reader.readImage(target),
      await view.reader.listDrift(target),
    ];
    if (image === undefined) throw new Error('no image');

    const { text } = await answer(`images?target=${encodeURIComponent(target)}`, view);
    expect(text).toBe(jsonStatus({ kind: 'image', image, drift }));
    expect(drift).toHaveLength(1);
  });

  it('has one that waits', async () => {
    const { image, drift } = await document(`images?target=${WAITING.target}`);

    expect(image).toMatchObject({ ...WAITING, status: 'waiting', lastRun: null });
    expect(drift).toEqual([]);
  });

  it.each([
    ['images?target=mirror.example/none:1', 404],
    ['images?target=UPPER//x', 400],
    ['images?target=a:1&status=failed', 400],
    ['images?target=a:1&target=b:1', 400],
  ])('answers %s with %i', async (path, status) => {
    expect((await answer(path)).status).toBe(status);
  });
});
