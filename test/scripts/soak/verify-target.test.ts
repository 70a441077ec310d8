import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fallbackTag } from '../../../lib/copy/referrer-tag.ts';
import {
  type EmbeddedRegistry,
  startEmbeddedRegistry,
} from '../../../lib/local/embedded-registry/embedded-registry.ts';
import { targetRepository } from '../../../scripts/soak/definition-text.ts';
import { SHAPES, type SoakImage, soakImage } from '../../../scripts/soak/soak-image.ts';
import { verifyTarget } from '../../../scripts/soak/verify-target.ts';
import type { Built } from '../../support/built.ts';
import { digestOf } from '../../support/contents.ts';
import { image } from '../../support/image-builder.ts';
import { index } from '../../support/index-builder.ts';
import { store } from '../../support/store.ts';

const SEED = 11;
const [SIGNED, REFERRED] = [1, 3] as const;

describe('verifyTarget', () => {
  let registry: EmbeddedRegistry;
  let images: readonly SoakImage[];

  beforeEach(async () => {
    registry = await startEmbeddedRegistry();
    const small = Array.from({ length: SHAPES - 1 }, (_, number) => soakImage(SEED, number));
    images = await Promise.all(small);
    for (const one of images) await fill(one);
  });

  afterEach(() => registry.close());

  async function fill(soaked: SoakImage): Promise<void> {
    const repository = targetRepository(soaked);
    const { built, tag, referrers, signatures } = soaked;
    await put(built, repository, tag);
    for (const [name, signature] of signatures) await put(signature, repository, name);
    for (const referrer of referrers) await put(referrer, repository);
    if (referrers.length > 0) await put(index(referrers), repository, fallbackTag(digestOf(built)));
  }

  function put(built: Built, repository: string, tag?: string): Promise<void> {
    return store(built, registry.storage, { repository, ...(tag !== undefined && { tag }) });
  }

  function numbered(number: number): SoakImage {
    const found = images[number];
    if (!found) throw new RangeError(`there is no image ${number}`);
    return found;
  }

  async function forget(soaked: SoakImage, content: Built['root']): Promise<void> {
    const { digest } = content.descriptor;
    const repository = targetRepository(soaked);
    await registry.storage.deleteContent(repository, digest);
    await registry.storage.changeManifests(repository, (listed) =>
      listed.filter((manifest) => manifest.digest !== digest),
    );
  }

  it('finds nothing wrong with what is complete', async () => {
    await expect(verifyTarget(registry.url, images)).resolves.toEqual([]);
  });

  it('finds a tag that names something else', async () => {
    const { tag, ...rest } = numbered(0);
    await put(image({ seed: 99 }), targetRepository(rest), tag);

    const problems = await verifyTarget(registry.url, images);

    expect(problems).toEqual([expect.stringContaining(`${tag} is sha256:`)]);
  });

  it('finds that a blob is missing, of each shape', async () => {
    for (const soaked of images) {
      const blob = soaked.built.blobs.at(-1);
      if (blob) await forget(soaked, blob);
    }

    const problems = await verifyTarget(registry.url, images);

    expect(problems).toHaveLength(images.length);
    expect(problems).toEqual(images.map(() => expect.stringMatching(/\/blobs\/.* answers 404/)));
  });

  it('finds a blob of other content, which only its bytes can tell', async () => {
    const soaked = numbered(0);
    const digest = soaked.built.blobs[0]?.descriptor.digest ?? 'sha256:none';
    registry.play({ path: `/v2/${targetRepository(soaked)}/blobs/${digest}`, do: CORRUPT });

    const problems = await verifyTarget(registry.url, images);

    expect(problems).toEqual([expect.stringContaining('has other content')]);
  });

  it('finds a manifest that cannot be read', async () => {
    const { tag, ...soaked } = numbered(0);
    registry.play({ path: `/v2/${targetRepository(soaked)}/manifests/${tag}`, do: RESET });

    const problems = await verifyTarget(registry.url, images);

    expect(problems).toEqual([expect.stringContaining(`${tag} cannot be read`)]);
  });

  it('finds that one platform of an index is missing', async () => {
    const soaked = numbered(REFERRED);
    const [child] = soaked.built.manifests;
    if (child) await forget(soaked, child);

    const problems = await verifyTarget(registry.url, images);

    expect(problems).toEqual([expect.stringMatching(/\/manifests\/sha256.* answers 404/)]);
  });

  it('finds that a signature is missing', async () => {
    const soaked = numbered(SIGNED);
    for (const { root } of soaked.signatures.values()) await forget(soaked, root);

    const problems = await verifyTarget(registry.url, images);

    expect(problems).toContainEqual(expect.stringMatching(/\.sig answers 404/));
  });

  it('finds that a referrer is not listed', async () => {
    const soaked = numbered(REFERRED);
    const other = index([image({ seed: 98 })]);
    await put(other, targetRepository(soaked), fallbackTag(digestOf(soaked.built)));

    const problems = await verifyTarget(registry.url, images);

    expect(problems).toEqual([expect.stringContaining('does not list')]);
  });
});

const RESET = { kind: 'reset' } as const;
const CORRUPT = { kind: 'corrupt', at: 3 } as const;
