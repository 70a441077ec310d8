import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBounded } from '../../lib/content/bounded.ts';
import { sync } from '../../lib/mirror/sync.ts';
import { artifact } from '../support/artifact-builder.ts';
import { countAsked } from '../support/asked.ts';
import { bytesOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { type Mirror, startMirror, wasWritten } from '../support/mirror.ts';
import { storeContent } from '../support/store.ts';

const SINGLE = image({ layers: 3 });
const MULTI = index([image({ platform: 'linux/arm64/v8' }), image({ platform: 'linux/s390x' })], {
  attestations: true,
});

describe('bringing an image', () => {
  let mirror: Mirror;

  beforeEach(async () => {
    mirror = await startMirror();
  });

  afterEach(() => mirror.end());

  it.each([
    ['an index', MULTI, ['linux/arm64/v8', 'linux/s390x']],
    ['a single image', SINGLE, ['linux/amd64']],
    ['a Windows image', image({ platform: 'windows/amd64:10.0.1' }), ['windows/amd64:10.0.1']],
    ['an artifact', artifact(), []],
  ])('tells bytes and platforms of %s', async (_, built, platforms) => {
    await mirror.publish(built);

    const outcome = await mirror.sync();

    expect(outcome.platforms).toEqual(platforms);
    expect(outcome.bytes).toEqual({ uploaded: bytesOf(built.blobs), mounted: 0, present: 0 });
    const { target } = mirror.request();
    const remembered = await mirror.ledger.recall(target);
    expect(remembered?.platforms).toEqual({ root: outcome.wantedDigest, names: platforms });
  });

  it('stores every manifest and blob, byte for byte', async () => {
    await mirror.publish(MULTI);

    await mirror.sync();

    for (const { descriptor, bytes } of [...MULTI.manifests, ...MULTI.blobs]) {
      const stored = mirror.target.storage.openContent('mirror/app', descriptor.digest);
      expect(await readBounded(stored, descriptor.size, 'stored content')).toEqual(bytes);
    }
  });

  it('does not ask a repository without tags for each blob', async () => {
    await mirror.publish(SINGLE);
    const [config] = SINGLE.blobs;
    if (config) await storeContent(config, mirror.target.storage, 'mirror/app');

    const { status, bytes } = await mirror.sync();

    expect(status).toBe('copied');
    expect(bytes).toEqual({ uploaded: bytesOf(SINGLE.blobs), mounted: 0, present: 0 });
    expect(countAsked(mirror.target, 'HEAD', /blobs/)).toBe(0);
  });

  it('asks a repository with other tags for each blob, and for its tags once', async () => {
    await mirror.publish(SINGLE);
    await mirror.publish(SINGLE, 'app', '2');
    await mirror.occupy(MULTI, 'mirror/app', 'other');

    await mirror.sync();
    await mirror.sync({
      source: `${mirror.source.host}/app:2`,
      target: `${mirror.target.host}/mirror/app:2`,
    });

    expect(countAsked(mirror.target, 'HEAD', /blobs/)).toBe(2 * SINGLE.blobs.length);
    expect(countAsked(mirror.target, 'GET', /tags/)).toBe(1);
  });

  it('begins a blob anew when the registry has lost its session', async () => {
    await mirror.publish(SINGLE);
    mirror.target.play({
      method: 'PUT',
      path: /\/uploads\//,
      times: 2,
      do: { kind: 'status', status: 404, body: '{"errors":[{"code":"BLOB_UPLOAD_UNKNOWN"}]}' },
    });

    expect(await mirror.sync()).toMatchObject({ status: 'copied' });
  });

  it('tells the bytes that arrived before it failed', async () => {
    await mirror.publish(SINGLE);
    mirror.target.play({
      method: 'PUT',
      path: /\/manifests\//,
      do: { kind: 'status', status: 400 },
    });

    const { status, bytes } = await mirror.sync();

    expect(status).toBe('failed');
    expect(bytes).toEqual({ uploaded: bytesOf(SINGLE.blobs), mounted: 0, present: 0 });
  });

  it('holds no upload open at the target while a throttled source is waited for', async () => {
    const layerless = image({ layers: 0 });
    await mirror.publish(layerless);
    const sessions: number[] = [];
    const sleep = async () => {
      sessions.push(mirror.target.uploads);
    };
    mirror.source.play({
      path: /\/blobs\//,
      times: 1,
      do: { kind: 'status', status: 429, headers: { 'Retry-After': '1' } },
    });
    const retry = { retries: 1, clock: { now: () => 0, sleep }, random: () => 0 };

    await sync(mirror.request(), mirror.dependencies({ retry }), { attempt: 1 });

    expect(sessions).toEqual([0]);
  });

  it('warns of foreign layers, which stay where they are', async () => {
    await mirror.publish(image({ foreignLayer: true }));

    const { status, warnings } = await mirror.sync();

    expect(status).toBe('copied');
    expect(warnings).toEqual(['1 foreign layer is not copied: it stays where its urls say']);
  });

  it('mounts what another repository of the target got in the same run', async () => {
    const relative = image({ layers: 3, annotations: { edition: 'other' } });
    await mirror.publish(SINGLE);
    await mirror.publish(relative, 'relative');
    await mirror.sync();

    const outcome = await mirror.sync({
      source: `${mirror.source.host}/relative:1`,
      target: `${mirror.target.host}/mirror/relative:1`,
    });

    expect(outcome.status).toBe('copied');
    expect(outcome.bytes).toEqual({ uploaded: 0, mounted: bytesOf(relative.blobs), present: 0 });
  });

  describe('by force', () => {
    it('brings back a blob that the target has lost, and nothing else', async () => {
      const [lost] = SINGLE.blobs.slice(-1).map(({ descriptor }) => descriptor);
      if (!lost) throw new Error('the image has no layer');
      await mirror.publish(SINGLE);
      await mirror.occupy(SINGLE);
      await mirror.target.storage.deleteContent('mirror/app', lost.digest);

      const outcome = await mirror.sync({ force: true });

      const present = bytesOf(SINGLE.blobs) - lost.size;
      expect(outcome).toMatchObject({
        status: 'copied',
        previousDigest: null,
        bytes: { uploaded: lost.size, mounted: 0, present },
      });
      expect(await mirror.target.storage.sizeOf('mirror/app', lost.digest)).toBe(lost.size);
    });

    it('brings back a manifest that the target has lost', async () => {
      const [lost] = MULTI.manifests.map(({ descriptor }) => descriptor.digest);
      if (!lost) throw new Error('the index has no manifest');
      await mirror.publish(MULTI);
      await mirror.occupy(MULTI);
      const url = new URL(`/v2/mirror/app/manifests/${lost}`, mirror.target.url);
      await fetch(url, { method: 'DELETE', headers: { connection: 'close' } });

      const outcome = await mirror.sync({ force: true });

      expect(outcome).toMatchObject({ status: 'copied', bytes: { uploaded: 0 } });
      expect(await mirror.target.storage.sizeOf('mirror/app', lost)).toBeGreaterThan(0);
    });

    it('finds unchanged what has lost nothing', async () => {
      await mirror.publish(SINGLE);
      await mirror.occupy(SINGLE);

      const outcome = await mirror.sync({ force: true });

      expect(outcome).toMatchObject({
        status: 'unchanged',
        previousDigest: null,
        bytes: { uploaded: 0, mounted: 0, present: bytesOf(SINGLE.blobs) },
      });
    });
  });

  it('tells how many bytes there are and how they arrive', async () => {
    await mirror.publish(SINGLE);

    await mirror.sync();

    const sumOf = (type: 'expected' | 'arrived') =>
      mirror.events.reduce((sum, event) => sum + (event.type === type ? event.bytes : 0), 0);
    expect(sumOf('expected')).toBe(bytesOf(SINGLE.blobs));
    expect(sumOf('arrived')).toBe(bytesOf(SINGLE.blobs));
  });

  it('writes nothing where manifests cannot be read', async () => {
    await mirror.publish(MULTI);
    const [child] = MULTI.manifests.map(({ descriptor }) => descriptor.digest);
    mirror.source.play({ path: `/v2/app/manifests/${child}`, do: { kind: 'corrupt', at: 0 } });

    const { status, error } = await mirror.sync();

    expect(status).toBe('failed');
    expect(error).toMatchObject({ code: 'CONTENT_MISMATCH', side: 'source' });
    expect(mirror.target.requests.some(({ path }) => path.includes('/manifests/sha'))).toBe(false);
    expect(await mirror.tagged()).toBeUndefined();
  });

  it('asks for no lease where there is nothing to copy', async () => {
    await mirror.publish(SINGLE);
    await mirror.occupy(SINGLE);
    await mirror.leases.acquire(mirror.request().target, 'another worker', 60_000);

    expect(await mirror.sync()).toMatchObject({ status: 'unchanged' });
    expect(wasWritten(mirror.target)).toBe(false);
  });
});
