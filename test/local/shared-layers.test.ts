import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MirrorLocallyOptions } from '../../lib/local/mirror-locally.ts';
import { ECR_PROFILE } from '../../lib/registry/host-profile.ts';
import type { Built } from '../support/built.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { type LocalMirror, startLocalMirror } from '../support/local-mirror.ts';

const BASES = 10;
const NAMES = Array.from({ length: 60 }, (_, number) => `app-${number}`);

/** Every fifth runs on two platforms, which share a layer as well. */
const IMAGES: readonly Built[] = NAMES.map((_, seed) => {
  const base = { seed: seed % BASES, layers: 3 };
  const one = image({ seed, base, layers: 1 });
  return seed % 5 === 0 ? index([one, image({ seed, base, platform: 'linux/arm64' })]) : one;
});

const UNIQUE = new Map(
  IMAGES.flatMap(({ blobs }) =>
    blobs.map(({ descriptor }) => [descriptor.digest, descriptor.size]),
  ),
);
const UNIQUE_BYTES = [...UNIQUE.values()].reduce((sum, size) => sum + size, 0);

describe.each([
  ['mounts what was uploaded', 'generic', {}],
  ['mounts what a manifest names', 'ecr', { profile: ECR_PROFILE }],
] as const)('60 images on 10 bases, to a registry that %s,', (_, uploads, settings) => {
  let mirror: LocalMirror;

  beforeEach(async () => {
    mirror = await startLocalMirror({ uploads });
    for (const [position, name] of NAMES.entries()) {
      await mirror.publish(IMAGES[position] ?? image(), name);
    }
  });

  afterEach(() => mirror.end());

  async function run(names: readonly string[]) {
    const settingsOf: MirrorLocallyOptions['settingsOf'] = ({ registry }) =>
      registry === mirror.target.host ? settings : {};
    return await mirror.run(mirror.define(names), { workers: 16, settingsOf });
  }

  /** How often each blob was committed at the target. */
  function commits(): ReadonlyMap<string, number> {
    const commits = new Map<string, number>();
    for (const { method, query } of mirror.target.requests) {
      const digest = method === 'PUT' ? query.get('digest') : null;
      if (digest !== null) commits.set(digest, (commits.get(digest) ?? 0) + 1);
    }
    return commits;
  }

  /** What the source has sent of blobs. */
  function downloadedBytes(): number {
    return mirror.source.requests
      .filter(({ method, path }) => method === 'GET' && path.includes('/blobs/'))
      .reduce((sum, { bytesSent }) => sum + bytesSent, 0);
  }

  function expectEachOnce(): void {
    expect(new Set(commits().values())).toEqual(new Set([1]));
    expect(new Set(commits().keys())).toEqual(new Set(UNIQUE.keys()));
  }

  it('reads and uploads each blob once by 16 workers', async () => {
    const { run: summary } = await run(NAMES);

    expect(summary.counts.copied).toBe(NAMES.length);
    expectEachOnce();
    expect(summary.bytes.uploaded).toBe(UNIQUE_BYTES);
    expect(downloadedBytes()).toBe(UNIQUE_BYTES);
  });

  it('uploads each blob once by two processes', async () => {
    const [even, odd] = [0, 1].map((rest) => NAMES.filter((__, at) => at % 2 === rest));

    const runs = await Promise.all([run(even ?? []), run(odd ?? [])]);

    const copied = runs.reduce((sum, { run: { counts } }) => sum + counts.copied, 0);
    expect(copied).toBe(NAMES.length);
    expectEachOnce();
  });

  it('uploads nothing of a base that an earlier run has brought', async () => {
    await run(NAMES.slice(0, 30));
    mirror.target.clearRequests();

    await run(NAMES.slice(30));

    const base = image({ base: { seed: 0, layers: 3 }, layers: 0 }).blobs.slice(1);
    expect(base.map(({ descriptor }) => commits().get(descriptor.digest))).toEqual(
      base.map(() => undefined),
    );
  });
});
