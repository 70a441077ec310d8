import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sync } from '../../lib/mirror/sync.ts';
import { bytesOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { type Mirror, requestLines, startMirror, wasWritten } from '../support/mirror.ts';

const AMD64 = image();
const MULTI = index([AMD64, image({ platform: 'linux/arm64' })]);
const DIGEST = MULTI.root.descriptor.digest;
const DRY = { dryRun: true, estimateBytes: true };

describe('a dry run of an image', () => {
  let mirror: Mirror;

  beforeEach(async () => {
    mirror = await startMirror();
    await mirror.publish(MULTI);
  });

  afterEach(async () => {
    expect(wasWritten(mirror.target)).toBe(false);
    await mirror.end();
  });

  it('says what would be copied, with its bytes', async () => {
    const outcome = await mirror.sync(DRY);

    expect(outcome).toMatchObject({
      status: 'copied',
      sourceDigest: DIGEST,
      targetDigest: DIGEST,
      previousDigest: null,
      platforms: ['linux/amd64', 'linux/arm64'],
      bytes: { uploaded: bytesOf(MULTI.blobs), mounted: 0, present: 0 },
    });
    expect(await mirror.tagged()).toBeUndefined();
  });

  it('counts as present what the target has', async () => {
    await mirror.occupy(AMD64, 'mirror/app', 'other');

    const { bytes } = await mirror.sync(DRY);

    const present = bytesOf(AMD64.blobs);
    expect(bytes).toEqual({ uploaded: bytesOf(MULTI.blobs) - present, mounted: 0, present });
  });

  it('reads no manifest where bytes are not wanted', async () => {
    const outcome = await mirror.sync({ dryRun: true, estimateBytes: false });

    expect(outcome).toMatchObject({ status: 'copied', targetDigest: DIGEST, platforms: null });
    expect(requestLines(mirror.source)).toEqual(['HEAD /v2/app/manifests/1']);
    expect(requestLines(mirror.target)).toEqual(['HEAD /v2/mirror/app/manifests/1']);
  });

  it('says what would be replaced', async () => {
    await mirror.occupy(AMD64);

    const outcome = await mirror.sync({ ...DRY, onConflict: 'overwrite' });

    const previousDigest = AMD64.root.descriptor.digest;
    expect(outcome).toMatchObject({ status: 'copied', targetDigest: DIGEST, previousDigest });
  });

  it.each([
    ['fail', 'conflict'],
    ['keep', 'skipped'],
  ] as const)('tells a difference under %s as a sync does', async (onConflict, status) => {
    await mirror.occupy(AMD64);

    expect(await mirror.sync({ ...DRY, onConflict })).toMatchObject({ status });
  });

  it('finds unchanged what is in place', async () => {
    await mirror.occupy(MULTI);

    expect(await mirror.sync(DRY)).toMatchObject({ status: 'unchanged' });
    expect(await mirror.sync({ ...DRY, force: true })).toMatchObject({ status: 'unchanged' });
  });

  it('says by force that what has lost a blob would be copied', async () => {
    await mirror.occupy(MULTI);
    const [lost] = MULTI.blobs.map(({ descriptor }) => descriptor);
    if (!lost) throw new Error('the image has no blob');
    await mirror.target.storage.deleteContent('mirror/app', lost.digest);

    const outcome = await mirror.sync({ ...DRY, force: true });

    expect(outcome).toMatchObject({ status: 'copied', previousDigest: null });
    expect(outcome.bytes.uploaded).toBe(lost.size);
  });

  it('warns of foreign layers as a sync does', async () => {
    await mirror.publish(image({ foreignLayer: true }));

    const { warnings } = await mirror.sync(DRY);

    expect(warnings).toEqual(['1 foreign layer is not copied: it stays where its urls say']);
  });

  it('asks for no right to write', async () => {
    const accesses: string[] = [];
    const { repositories } = mirror.dependencies();
    const dependencies = mirror.dependencies({
      repositories: {
        open: (name, access) => {
          accesses.push(access);
          return repositories.open(name, access);
        },
      },
    });

    await sync(mirror.request(DRY), dependencies, { attempt: 1 });
    expect(accesses).toEqual(['pull', 'pull']);
  });

  it('takes no lease', async () => {
    await mirror.leases.acquire(mirror.request().target, 'another worker', 60_000);

    expect(await mirror.sync(DRY)).toMatchObject({ status: 'copied' });
  });
});
