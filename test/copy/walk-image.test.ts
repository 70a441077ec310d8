import { beforeEach, describe, expect, it } from 'vitest';
import { cosignSignature } from '../support/artifact-builder.ts';
import type { Built } from '../support/built.ts';
import { content, jsonContent } from '../support/built.ts';
import { digestOf, digestsOf } from '../support/contents.ts';
import { Failure, lastingFailure } from '../support/failure.ts';
import { image } from '../support/image-builder.ts';
import { ImageCopy } from '../support/image-copy.ts';
import { index } from '../support/index-builder.ts';

const AMD64 = image();
const ARM64 = image({ platform: 'linux/arm64' });

/** An index of an index of … an image that stands so many levels below the root. */
function nested(depth: number): Built {
  let built: Built = AMD64;
  for (let level = 0; level < depth; level += 1) built = index([built]);
  return built;
}

describe('walkImage', () => {
  let copy: ImageCopy;

  beforeEach(() => {
    copy = new ImageCopy();
  });

  it('visits each digest once, also where several children share it', async () => {
    const shared = image({ annotations: { edition: 'other' } });
    const inner = index([AMD64, ARM64]);

    await copy.run(index([inner, AMD64, shared, index([AMD64, shared])]));

    for (const step of ['fetchManifest', 'putManifest', 'hasBlob', 'openBlob'] as const) {
      const names = copy.script.names(step);
      expect(names).toEqual([...new Set(names)]);
    }
  });

  it('waits with a parent for a child that another parent began', async () => {
    const one = index([AMD64]);
    const other = index([AMD64], { annotations: { edition: 'other' } });
    const arrival = Promise.withResolvers<void>();
    copy.script.on('write', () => arrival.promise, 1);
    const copying = copy.run(index([one, other]));

    await new Promise((resolve) => setImmediate(resolve));
    expect(copy.script.names('putManifest')).toEqual([]);
    arrival.resolve();
    await copying;

    expect(copy.script.names('putManifest')[0]).toBe(digestOf(AMD64));
  });

  it('goes eight levels deep', async () => {
    await copy.run(nested(8));

    expect(copy.target.content(AMD64.root.descriptor)).toBeDefined();
  });

  it('refuses what is nested deeper', async () => {
    await expect(copy.run(nested(9))).rejects.toMatchObject({
      code: 'NESTED_TOO_DEEP',
      side: 'source',
      cause: { message: 'indexes are nested more than 8 deep' },
    });

    expect(copy.script.names('putManifest')).toEqual([]);
  });

  it('refuses a child of another size than its parent says', async () => {
    const { root } = index([AMD64]);
    const text = Buffer.from(root.bytes).toString();
    const { size } = AMD64.root.descriptor;
    const wrong = content(
      Buffer.from(text.replace(`"size":${size}`, `"size":${size + 1}`)),
      root.descriptor.mediaType,
    );

    const copying = copy.run({ ...AMD64, root: wrong, manifests: [...AMD64.manifests, wrong] });

    await expect(copying).rejects.toMatchObject({
      code: 'INVALID_MANIFEST',
      side: 'source',
      retryable: false,
    });
    expect(copy.script.names('putManifest')).toEqual([]);
  });

  it('leaves foreign layers out, and counts them', async () => {
    const built = image({ foreignLayer: true });
    const twice = index([built, image({ foreignLayer: true, annotations: { edition: 'other' } })]);

    expect((await copy.run(built)).foreignLayers).toBe(1);
    expect((await copy.run(twice)).foreignLayers).toBe(1);
  });

  it('tells every manifest below the root, once', async () => {
    const built = index([index([AMD64, ARM64]), AMD64], { attestations: true });

    const { manifests } = await copy.run(built);

    expect(manifests.toSorted()).toEqual(digestsOf(built.manifests.slice(0, -1)).toSorted());
    expect((await copy.run(AMD64)).manifests).toEqual([]);
  });

  it.each([
    ['the entries of an index', index([AMD64, ARM64]), ['linux/amd64', 'linux/arm64']],
    ['no config that names none', cosignSignature(AMD64.root.descriptor), []],
    ['the config of a single image', ARM64, ['linux/arm64']],
    ['no attestation', index([AMD64], { attestations: true }), ['linux/amd64']],
    ['entries of nested indexes', index([index([ARM64])]), ['linux/arm64']],
    ['each platform once', index([AMD64, image({ seed: 2 })]), ['linux/amd64']],
  ])('finds platforms by %s', async (_, built, platforms) => {
    expect((await copy.run(built)).platforms).toEqual(platforms);
  });

  it('says on which side a manifest is missing', async () => {
    const { root, manifests } = index([AMD64]);

    const copying = copy.run({ root, manifests: manifests.slice(-1), blobs: [] });

    await expect(copying).rejects.toMatchObject({
      side: 'source',
      message: `reading the manifest ${digestOf(AMD64)} failed at the source`,
    });
  });

  it('reads no further than the first failure, and leaves nothing running behind it', async () => {
    const failure = new Failure('DENIED', false);
    const many = index(Array.from({ length: 20 }, (_, seed) => image({ seed, layers: 8 })));
    copy.script.fail('receive', failure, 1);

    await expect(copy.run(many)).rejects.toMatchObject({ cause: failure });

    const taken = copy.script.steps.length;
    await new Promise((resolve) => setTimeout(resolve));
    expect(copy.script.steps).toHaveLength(taken);
    expect(copy.script.names('fetchManifest').length).toBeLessThan(many.manifests.length);
    expect(copy.target.uploads).toBe(0);
    expect(copy.source.opened.every(({ ended }) => ended)).toBe(true);
  });

  it.each(['fetchManifest', 'hasBlob', 'receive', 'putManifest', 'fetchBlob'] as const)(
    'ends with the reason of an abort at %s',
    async (step) => {
      const controller = new AbortController();
      const reason = new Error('interrupted');
      const built = step === 'fetchBlob' ? AMD64 : index([AMD64, ARM64]);
      // A config that is copied is not read again.
      for (const { bytes } of step === 'fetchBlob' ? AMD64.blobs : []) copy.target.add(bytes);
      copy.script.on(step, () => {
        controller.abort(reason);
        throw lastingFailure();
      });

      await expect(copy.run(built, { signal: controller.signal })).rejects.toBe(reason);

      expect(copy.target.uploads).toBe(0);
      expect(copy.source.opened.every(({ ended }) => ended)).toBe(true);
    },
  );

  it('refuses a document that is both manifest and index', async () => {
    const both = jsonContent(
      { schemaVersion: 2, manifests: [], layers: [] },
      'application/vnd.oci.image.index.v1+json',
    );

    const copying = copy.run({ root: both, manifests: [both], blobs: [] });

    await expect(copying).rejects.toMatchObject({ code: 'INVALID_MANIFEST' });
  });

  it('visits config and layers of an image before the image', async () => {
    await copy.run(index([AMD64]));

    expect(copy.script.names('hasBlob').toSorted()).toEqual(digestsOf(AMD64.blobs).toSorted());
    expect(copy.script.steps.at(-1)).toBe('putManifest');
  });
});
