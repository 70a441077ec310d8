import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import { artifact } from '../support/artifact-builder.ts';
import { bytesOf, digestOf, digestsOf } from '../support/contents.ts';
import { lastingFailure } from '../support/failure.ts';
import { image } from '../support/image-builder.ts';
import { ImageCopy } from '../support/image-copy.ts';
import { index } from '../support/index-builder.ts';
import { mountTurns } from '../support/mount-turns.ts';

const AMD64 = image({ layers: 3, duplicateLayer: true, zeroLengthLayer: true });
const ARM64 = image({ platform: 'linux/arm64' });
const MULTI = index([AMD64, ARM64], { attestations: true });
const ABOUT_AMD64 = artifact({ subject: AMD64.root.descriptor });

describe('copyImage', () => {
  let copy: ImageCopy;

  beforeEach(() => {
    copy = new ImageCopy();
  });

  it.each([
    ['a single image', AMD64],
    ['an index with attestations', MULTI],
    ['an index of indexes', index([MULTI, ARM64])],
    ['an index without entries', index([])],
    ['an artifact', artifact()],
  ])('brings all of %s but its root', async (_, built) => {
    const { root } = await copy.run(built);

    const rest = [...built.blobs, ...built.manifests.slice(0, -1)];
    for (const { descriptor, bytes } of rest) {
      expect(copy.target.content(descriptor)).toEqual(Buffer.from(bytes));
    }
    expect(root.bytes).toEqual(built.root.bytes);
    expect(copy.script.names('putManifest')).not.toContain(digestOf(built));
  });

  it('puts every manifest after all that it names', async () => {
    await copy.run(index([MULTI, ARM64]));

    const stored = copy.script.names('commit', 'putManifest');
    for (const { root, manifests, blobs } of [MULTI, AMD64, ARM64]) {
      const before = stored.slice(0, stored.indexOf(root.descriptor.digest));
      const needed = digestsOf([...blobs, ...manifests.slice(0, -1)]);
      expect(before).toEqual(expect.arrayContaining([...needed]));
    }
  });

  it('asks the source for no blob twice, and tells all the same what a single image runs on', async () => {
    const { platforms } = await copy.run(ARM64);

    expect(platforms).toEqual(['linux/arm64']);
    expect(copy.script.names('fetchBlob')).toEqual([]);
    expect(copy.script.names('openBlob').toSorted()).toEqual(
      [...digestsOf(ARM64.blobs)].toSorted(),
    );
  });

  it('asks the source for a config that the target has, to tell what the image runs on', async () => {
    const [config] = ARM64.blobs;
    if (!config) throw new Error('the image has no config');
    copy.target.add(config.bytes);

    const { platforms } = await copy.run(ARM64);

    expect(platforms).toHaveLength(1);
    expect(copy.script.names('fetchBlob')).toEqual([config.descriptor.digest]);
  });

  it('counts present, mounted and uploaded bytes, each blob once', async () => {
    const sibling = new MemoryRepository();
    copy = new ImageCopy(new Map([['sibling', sibling]]));
    const [present, mounted, ...uploaded] = AMD64.blobs;
    if (!present || !mounted) throw new Error('the image has less than two blobs');
    copy.target.add(present.bytes);
    sibling.add(mounted.bytes);

    const turns = mountTurns('sibling');

    const { bytes } = await copy.run(AMD64, { turns, rootTurns: turns.open() });

    expect(bytes).toEqual({
      present: present.descriptor.size,
      mounted: mounted.descriptor.size,
      uploaded: bytesOf(uploaded),
    });
  });

  it('remembers every blob that the target has in the end', async () => {
    const remembered: string[] = [];
    const [present] = AMD64.blobs;
    if (present) copy.target.add(present.bytes);

    const rootTurns = mountTurns('sibling', (blob) => remembered.push(blob));

    await copy.run(AMD64, { rootTurns });

    expect(remembered.toSorted()).toEqual(digestsOf(AMD64.blobs).toSorted());
  });

  it('tells of expected and of arrived bytes, by the way in which they came', async () => {
    const told: Record<string, number> = { expected: 0, present: 0, uploaded: 0 };
    const [present, ...uploaded] = AMD64.blobs;
    if (!present) throw new Error('the image has no blob');
    copy.target.add(present.bytes);

    await copy.run(AMD64, {
      onExpected: (bytes) => {
        told['expected'] = (told['expected'] ?? 0) + bytes;
      },
      onArrived: (bytes, how) => {
        told[how] = (told[how] ?? 0) + bytes;
      },
    });

    expect(told).toEqual({
      expected: bytesOf(AMD64.blobs),
      present: present.descriptor.size,
      uploaded: bytesOf(uploaded),
    });
  });

  it.each([
    [true, []],
    [false, [digestOf(ABOUT_AMD64)]],
  ])(
    'tells of children with a subject that the target does not list by itself, where it lists: %s',
    async (lists, told) => {
      const unlisted: string[] = [];
      copy = new ImageCopy(new Map(), { referrersApi: lists });

      await copy.run(index([AMD64, ABOUT_AMD64]), {
        onUnlisted: ({ digest }) => unlisted.push(digest),
      });

      expect(unlisted).toEqual(told);
    },
  );

  it('says which manifest could not be pushed', async () => {
    const refusal = lastingFailure();
    copy.script.fail('putManifest', refusal);

    await expect(copy.run(index([AMD64]))).rejects.toMatchObject({
      side: 'target',
      message: `pushing the manifest ${digestOf(AMD64)} failed at the target`,
      cause: refusal,
    });
  });
});
