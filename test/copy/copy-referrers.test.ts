import { beforeEach, describe, expect, it } from 'vitest';
import { fallbackTag } from '../../lib/copy/referrer-tag.ts';
import { parseManifest } from '../../lib/oci/manifest.ts';
import { artifact } from '../support/artifact-builder.ts';
import { bytesOf, digestOf } from '../support/contents.ts';
import { lastingFailure } from '../support/failure.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import {
  ReferrerCopy,
  type ReferrerCopyOptions,
  referrersIndex,
} from '../support/referrer-copy.ts';

const CHILD = image();
const ROOT = index([CHILD]);
const REPORT = artifact({ subject: ROOT.root.descriptor });
const OTHER = artifact({ subject: ROOT.root.descriptor, seed: 2 });
const ABOUT_REPORT = artifact({ subject: REPORT.root.descriptor });
const ABOUT_CHILD = artifact({ subject: CHILD.root.descriptor });
const ALL = [REPORT, OTHER, ABOUT_REPORT, ABOUT_CHILD];
const ROOT_TAG = fallbackTag(digestOf(ROOT));

describe('copyReferrers', () => {
  let copy: ReferrerCopy;

  beforeEach(() => start());

  async function start(options?: ReferrerCopyOptions, published = ALL): Promise<void> {
    copy = new ReferrerCopy(options);
    for (const built of [ROOT, ...published]) await copy.publish(built);
  }

  it('brings all of them as exact bytes, and says how many', async () => {
    const copied = await copy.run(ROOT);

    for (const { descriptor, bytes } of ALL.flatMap((built) => [
      ...built.manifests,
      ...built.blobs,
    ])) {
      expect(copy.target.content(descriptor)).toEqual(Buffer.from(bytes));
    }
    expect(copied).toMatchObject({ count: 4, pushed: 4, warnings: [] });
    expect(copied.bytes.uploaded + copied.bytes.present).toBe(
      ALL.map(({ blobs }) => bytesOf(blobs)).reduce((a, b) => a + b),
    );
  });

  it('brings what refers to a referrer before that, and each after its content', async () => {
    await copy.run(ROOT);

    const stored = copy.atTarget.names('commit', 'putManifest');
    expect(stored.indexOf(digestOf(ABOUT_REPORT))).toBeLessThan(stored.indexOf(digestOf(REPORT)));
    for (const { root, blobs } of ALL) {
      const before = stored.slice(0, stored.indexOf(root.descriptor.digest));
      expect(before).toEqual(
        expect.arrayContaining(blobs.map(({ descriptor }) => descriptor.digest)),
      );
    }
  });

  it('brings nothing of the image itself', async () => {
    await copy.run(ROOT);

    expect(copy.target.content(ROOT.root.descriptor)).toBeUndefined();
    expect(copy.target.content(CHILD.root.descriptor)).toBeUndefined();
  });

  it.each<[string, ReferrerCopyOptions]>([
    ['lists referrers by itself', {}],
    ['does not', { targetApi: false }],
  ])('moves nothing again, at a target that %s', async (_, options) => {
    await start(options);
    await copy.run(ROOT);
    const steps = copy.atTarget.steps.length;

    const again = await copy.run(ROOT);

    expect(again).toMatchObject({ count: 4, pushed: 0, bytes: { uploaded: 0, present: 0 } });
    const taken = copy.atTarget.steps.slice(steps);
    const reading = ['resolve', 'listReferrers', 'fetchManifest'];
    expect(taken.filter((step) => !reading.includes(step))).toEqual([]);
    expect(taken.filter((step) => step === 'listReferrers')).toHaveLength(3);
  });

  it('brings a referrer that is an index with all that it lists', async () => {
    const inner = image({ seed: 5 });
    const bundle = index([inner], { subject: ROOT.root.descriptor });
    await start({}, [bundle, artifact({ subject: inner.root.descriptor })]);

    expect(await copy.run(ROOT)).toMatchObject({ count: 2 });

    for (const { descriptor } of [...bundle.manifests, ...bundle.blobs]) {
      expect(copy.target.content(descriptor)).toBeDefined();
    }
  });

  it('warns of what the source lists and does not have', async () => {
    await start({ sourceApi: false, targetApi: false }, [OTHER]);
    await copy.publish(referrersIndex([REPORT, OTHER]), ROOT_TAG);

    const { count, warnings } = await copy.run(ROOT);

    expect(count).toBe(1);
    expect(warnings).toEqual([
      `${digestOf(REPORT)} is listed as a referrer of ${digestOf(ROOT)}, but is not at the source: it was not copied`,
    ]);
    expect(await copy.listed(ROOT)).toEqual([digestOf(OTHER)]);
  });

  it('fails where a part of a referrer is missing at the source', async () => {
    await start({}, []);
    await copy.source.putManifest(parseManifest(REPORT.root.bytes));

    await expect(copy.run(ROOT)).rejects.toMatchObject({ side: 'source', code: 'NOT_FOUND' });
  });

  it.each([
    ['source', 'openBlob'],
    ['target', 'putManifest'],
    ['target', 'resolve'],
  ] as const)('says that the %s fails at %s', async (side, step) => {
    const failure = lastingFailure();
    const script = side === 'source' ? copy.atSource : copy.atTarget;
    script.fail(step, failure);

    await expect(copy.run(ROOT)).rejects.toMatchObject({ side, cause: failure });
  });

  it('fails where the target does not tell what it lists', async () => {
    await copy.run(ROOT);
    const failure = lastingFailure();
    copy.atTarget.fail('listReferrers', failure);

    await expect(copy.run(ROOT)).rejects.toMatchObject({ side: 'target', cause: failure });
  });

  it('ends with the reason of an abort', async () => {
    const reason = new Error('interrupted');
    const controller = new AbortController();
    copy.atTarget.on('putManifest', () => controller.abort(reason));

    await expect(copy.run(ROOT, { signal: controller.signal })).rejects.toBe(reason);

    expect(copy.target.uploads).toBe(0);
  });
});
