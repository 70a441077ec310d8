import { expect } from 'vitest';
import { imageExists, type SyncImageOptions, syncImage } from '../../lib/library/index.ts';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { digestOf as digestOfBytes } from '../../lib/oci/digest.ts';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { asked, countAsked } from '../support/asked.ts';
import type { Built } from '../support/built.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { rawManifest } from '../support/raw-manifest.ts';
import { store } from '../support/store.ts';
import { untilAsked } from '../support/until-asked.ts';
import { describeRows } from './support/describe-rows.ts';
import { LIBRARY_CALLS } from './support/tables.ts';

const startRegistry = useRegistries();

const PLATFORMS = ['linux/amd64', 'linux/arm64'];
const AMD64 = image({ layers: 1 });
const ARM64 = image({ layers: 1, platform: 'linux/arm64/v8', mediaTypes: 'docker' });
const S390X = image({ layers: 1, platform: 'linux/s390x' });
const MULTI = index([AMD64, S390X, ARM64], { annotations: { from: 'upstream' } });

/** No login and no retry of this machine takes part. */
const QUIET = { environment: { HOME: '/nowhere' }, retries: 0 };

/** `reg.a` with `x:1`, and an empty `reg.b`. */
async function registriesWith(
  built: Built,
): Promise<{ readonly a: EmbeddedRegistry; readonly b: EmbeddedRegistry }> {
  const [a, b] = [await startRegistry(), await startRegistry()];
  await store(built, a.storage, { repository: 'x', tag: '1' });
  return { a, b };
}

type Registries = Awaited<ReturnType<typeof registriesWith>>;

function call({ a, b }: Registries, source: string, options: SyncImageOptions = {}) {
  return syncImage(`${a.host}/x${source}`, `${b.host}/x:1`, { ...QUIET, ...options });
}

async function expectMissing(built: Built): Promise<void> {
  const registries = await registriesWith(built);

  const copy = call(registries, `@${digestOf(built)}`, { platforms: PLATFORMS });

  await expect(copy).rejects.toMatchObject({ code: 'PLATFORM_MISSING', side: 'source' });
  expect(countAsked(registries.b, 'PUT', /./)).toBe(0);
}

describeRows(LIBRARY_CALLS, {
  'syncImage("reg.a/x@sha256:<hex>", "reg.b/x:1")': async () => {
    const registries = await registriesWith(MULTI);

    const digest = await call(registries, `@${digestOf(MULTI)}`);

    const pushed = await rawManifest(registries.b.url, 'x', '1');
    expect(digest).toBe(digestOfBytes(pushed));
    expect(digest).toBe(digestOf(MULTI));
  },

  'same with an index and platforms ["linux/amd64","linux/arm64"]': async () => {
    const registries = await registriesWith(MULTI);

    const digest = await call(registries, `@${digestOf(MULTI)}`, { platforms: PLATFORMS });

    const pushed = await rawManifest(registries.b.url, 'x', '1');
    const original = JSON.parse(Buffer.from(MULTI.root.bytes).toString());
    const [amd64, , arm64] = original.manifests;
    expect(JSON.parse(pushed.toString())).toEqual({ ...original, manifests: [amd64, arm64] });
    expect(digest).toBe(digestOfBytes(pushed));
  },

  'index having none of the platforms': () => expectMissing(index([S390X])),

  'single manifest of another platform': () => expectMissing(S390X),

  'option "digest required" on': async () => {
    const registries = await registriesWith(AMD64);

    await expect(call(registries, ':1', { requireDigest: true })).rejects.toMatchObject({
      kind: 'definition',
    });
    expect(asked(registries.a)).toEqual([]);
    await call(registries, `@${digestOf(AMD64)}`, { requireDigest: true });
  },

  'checkExists("reg.b/x:1")': async () => {
    const { a, b } = await registriesWith(AMD64);
    b.play({ path: /\/broken\//, do: { kind: 'status', status: 500 } });

    await expect(imageExists(`${a.host}/x:1`, QUIET)).resolves.toBe(true);
    await expect(imageExists(`${b.host}/x:1`, QUIET)).resolves.toBe(false);
    await expect(imageExists(`${b.host}/broken:1`, QUIET)).rejects.toMatchObject({
      code: 'REGISTRY_UNAVAILABLE',
    });
  },

  'abort signal': async () => {
    const registries = await registriesWith(AMD64);
    registries.a.play({ path: /\/blobs\//, do: { kind: 'stallBody', afterBytes: 10 } });
    const before = AbortSignal.abort(new Error('before'));
    const within = new AbortController();

    await expect(call(registries, ':1', { signal: before })).rejects.toThrow('before');
    expect(asked(registries.a)).toEqual([]);
    const copy = call(registries, ':1', { signal: within.signal });
    await untilAsked(registries.a, 'GET', '/blobs/');
    within.abort(new Error('within'));

    await expect(copy).rejects.toThrow('within');
    expect(countAsked(registries.b, 'PUT', /\/manifests\//)).toBe(0);
  },

  'destination content': async () => {
    const registries = await registriesWith(MULTI);
    await store(image({ seed: 2 }), registries.b.storage, { repository: 'x', tag: '1' });

    await call(registries, ':1', { platforms: PLATFORMS, referrers: false });

    expect(countAsked(registries.b, 'GET', /\/(?:manifests|blobs)\//)).toBe(0);
  },
});
