import { describe, expect, it } from 'vitest';
import { ImageSyncError, type SyncImageOptions, syncImage } from '../../lib/library/index.ts';
import { digestOf as digestOfBytes } from '../../lib/oci/digest.ts';
import { asked } from '../support/asked.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { untilAsked } from '../support/until-asked.ts';
import { manifestOf, publish, useLibraryHome } from './images.ts';

/** The platforms of system A. */
const PLATFORMS = ['linux/amd64', 'linux/arm64'];

const MULTI = index(
  ['linux/amd64', 'linux/arm/v7', 'linux/arm64/v8'].map((platform) => image({ platform })),
  { attestations: true },
);

// compat.md, "A-style library calls".
describe('syncImage', () => {
  const home = useLibraryHome();

  const run = (options: SyncImageOptions = {}, source = ':1') => {
    const { source: from, target, quiet } = home();
    return syncImage(`${from.host}/app${source}`, `${target.host}/app:1`, { ...quiet, ...options });
  };

  it('pushes an image named by its digest and resolves to that', async () => {
    await publish(MULTI, home().source);

    await expect(run({}, `@${digestOf(MULTI)}`)).resolves.toBe(digestOf(MULTI));

    expect(await manifestOf(home().target)).toEqual(Buffer.from(MULTI.root.bytes));
  });

  it('keeps of an index the platforms that are asked for, and their descriptors', async () => {
    await publish(MULTI, home().source);

    const digest = await run({ platforms: PLATFORMS }, `@${digestOf(MULTI)}`);

    const pushed = (await manifestOf(home().target)) ?? Buffer.of();
    const { manifests } = JSON.parse(MULTI.root.bytes.toString());
    expect(digest).toBe(digestOfBytes(pushed));
    expect(digest).not.toBe(digestOf(MULTI));
    expect(JSON.parse(pushed.toString()).manifests).toEqual(
      [0, 2, 3, 5].map((position) => manifests[position]),
    );
  });

  it.each([
    ['an index without one of them', index([image({ platform: 'windows/amd64' })])],
    ['a single manifest of another', image({ platform: 'linux/s390x' })],
  ])('fails where platforms are asked for, for %s', async (_, built) => {
    await publish(built, home().source);

    await expect(run({ platforms: PLATFORMS })).rejects.toMatchObject({
      name: 'ImageSyncError',
      code: 'PLATFORM_MISSING',
      side: 'source',
    });
    expect(await manifestOf(home().target)).toBeUndefined();
  });

  it('refuses a source without a digest where one is demanded, and asks nobody', async () => {
    await publish(MULTI, home().source);

    await expect(run({ requireDigest: true })).rejects.toMatchObject({
      kind: 'definition',
      message: expect.stringContaining('is not named by its digest'),
    });
    expect(asked(home().source)).toEqual([]);

    await expect(run({ requireDigest: true }, `:1@${digestOf(MULTI)}`)).resolves.toBeDefined();
  });

  it('overwrites what differs, as system A does', async () => {
    await publish(image({ seed: 2 }), home().target);
    await publish(MULTI, home().source);

    await expect(run()).resolves.toBe(digestOf(MULTI));
  });

  it('leaves what differs where it is to be kept, and resolves to that', async () => {
    const kept = image({ seed: 2 });
    await publish(kept, home().target);
    await publish(MULTI, home().source);

    await expect(run({ onConflict: 'keep' })).resolves.toBe(digestOf(kept));
  });

  it('rejects where what differs is an error, and says both digests', async () => {
    const other = image({ seed: 2 });
    await publish(other, home().target);
    await publish(MULTI, home().source);

    const failure = await run({ onConflict: 'fail' }).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(ImageSyncError);
    expect(failure).toMatchObject({ kind: 'policy', code: 'CONFLICT', retryable: false });
    expect(String(failure)).toContain(digestOf(other));
    expect(String(failure)).toContain(digestOf(MULTI));
  });

  it('rejects with what went wrong and everything that is known of the image', async () => {
    await expect(run()).rejects.toMatchObject({
      name: 'ImageSyncError',
      kind: 'not-found',
      code: 'NOT_FOUND',
      side: 'source',
      message: expect.stringContaining(`${home().source.host}/app:1 does not exist`),
      outcome: { status: 'failed', target: `${home().target.host}/app:1` },
    });
  });

  it('reads nothing of the target but what it names', async () => {
    await publish(image({ seed: 2 }), home().target);
    await publish(MULTI, home().source);

    await run();

    const reads = asked(home().target).filter((request) => request.startsWith('GET '));
    expect(reads.filter((request) => /\/(?:manifests|blobs)\/sha256:/.test(request))).toEqual([]);
  });

  it('ends in the middle of a transfer with the reason of its signal', async () => {
    const abort = new AbortController();
    const reason = new Error('enough');
    await publish(image({ layerBytes: 1_000_000 }), home().source);
    home().source.play({ path: /\/blobs\//, do: { kind: 'stallBody', afterBytes: 10 } });
    const running = run({ signal: abort.signal });
    await untilAsked(home().source, 'GET', '/blobs/');

    abort.abort(reason);

    await expect(running).rejects.toBe(reason);
    expect(await manifestOf(home().target)).toBeUndefined();
  });

  it('asks nobody when it was aborted before', async () => {
    const reason = new Error('enough');

    await expect(run({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);

    expect(asked(home().source)).toEqual([]);
  });
});
