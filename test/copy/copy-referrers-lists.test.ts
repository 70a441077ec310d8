import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import { copyReferrers } from '../../lib/copy/copy-referrers.ts';
import { findReferrers } from '../../lib/copy/find-referrers.ts';
import { fallbackTag } from '../../lib/copy/referrer-tag.ts';
import { ReferrerTags } from '../../lib/copy/referrer-tags.ts';
import type { Descriptor } from '../../lib/oci/descriptor.ts';
import type { Digest } from '../../lib/oci/digest.ts';
import { artifact } from '../support/artifact-builder.ts';
import { digestOf, digestsOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import {
  put,
  ReferrerCopy,
  type ReferrerCopyOptions,
  referrersIndex,
} from '../support/referrer-copy.ts';
import { publishSignedImage, SIGNED_IMAGE } from '../support/signed-image.ts';

const CHILD = image();
const ROOT = index([CHILD]);
const REPORT = artifact({ subject: ROOT.root.descriptor });
const OTHER = artifact({ subject: ROOT.root.descriptor, seed: 2 });
const ABOUT_REPORT = artifact({ subject: REPORT.root.descriptor });
const ABOUT_CHILD = artifact({ subject: CHILD.root.descriptor });
const ALL = [REPORT, OTHER, ABOUT_REPORT, ABOUT_CHILD];
const ROOT_TAG = fallbackTag(digestOf(ROOT));

/** Lists referrers, but none of a subject that it does not have: such a question it calls unknown. */
class SubjectWanting extends MemoryRepository {
  override async listReferrers(subject: Digest): Promise<readonly Descriptor[] | undefined> {
    return (await this.resolve(subject)) && (await super.listReferrers(subject));
  }
}

describe('copyReferrers, at a target with or without lists of its own', () => {
  let copy: ReferrerCopy;

  beforeEach(() => start());

  async function start(options?: ReferrerCopyOptions, published = ALL): Promise<void> {
    copy = new ReferrerCopy(options);
    for (const built of [ROOT, ...published]) await copy.publish(built);
  }

  it('sets no fallback tag where the target lists referrers by itself', async () => {
    await copy.run(ROOT);

    expect(await copy.listed(ROOT)).toBeUndefined();
    expect(copy.clock.slept).toEqual([]);
  });

  it('sets the fallback tags of all subjects where the target does not', async () => {
    await start({ targetApi: false });

    await copy.run(ROOT);

    expect((await copy.listed(ROOT))?.toSorted()).toEqual([REPORT, OTHER].map(digestOf).toSorted());
    expect(await copy.listed(REPORT)).toEqual([digestOf(ABOUT_REPORT)]);
    expect(await copy.listed(CHILD)).toEqual([digestOf(ABOUT_CHILD)]);
  });

  it('lists under a fallback tag what has no such subject, or none', async () => {
    const stranger = artifact({ seed: 3 });
    await copy.publish(stranger);
    await copy.publish(referrersIndex([stranger, ABOUT_CHILD]), ROOT_TAG);

    await copy.run(ROOT);

    expect(await copy.listed(ROOT)).toEqual([stranger, ABOUT_CHILD].map(digestOf));
  });

  it('takes over the exact list of the source, also where its entries are of several heights', async () => {
    await start({ sourceApi: false, targetApi: false });
    const list = referrersIndex([REPORT, OTHER]);
    await copy.publish(list, ROOT_TAG);
    await copy.publish(referrersIndex([ABOUT_REPORT]), fallbackTag(digestOf(REPORT)));

    await copy.run(ROOT);

    expect((await copy.target.resolve(ROOT_TAG))?.digest).toBe(digestOf(list));
  });

  it.each([
    [true, false],
    [false, true],
  ])(
    'lets them be found at a target of another kind than the source: %s, %s',
    async (sourceApi, targetApi) => {
      copy = new ReferrerCopy({ sourceApi, targetApi });
      await publishSignedImage(copy.source, { listsReferrers: sourceApi });

      await copy.run(SIGNED_IMAGE);

      const tags = new ReferrerTags(copy.target);
      const found = await findReferrers(copy.target, digestsOf(SIGNED_IMAGE.manifests), { tags });
      expect(found.set).toBe((await copy.find(SIGNED_IMAGE)).set);
    },
  );

  it('lists what is in the target already and was not listed', async () => {
    await start({ targetApi: false });
    await put(copy.target, REPORT);

    expect(await copy.run(ROOT)).toMatchObject({ count: 4, pushed: 4 });

    expect(await copy.listed(ROOT)).toContain(digestOf(REPORT));
  });

  it('pushes again what a target has and could list, but does not', async () => {
    const stranger = artifact({ seed: 3 });
    await copy.publish(stranger);
    await copy.publish(referrersIndex([stranger]), ROOT_TAG);
    await put(copy.target, stranger);

    await copy.run(ROOT);

    expect(copy.atTarget.names('putManifest')).toContain(digestOf(stranger));
    expect(await copy.listed(ROOT)).toEqual([digestOf(stranger)]);
  });

  it('takes the word of a target that takes a referrer, not that of one which has no subject yet', async () => {
    const target = new SubjectWanting();
    await put(target, REPORT);
    const retry = { retries: 0, clock: copy.clock, random: () => 0 };

    await copyReferrers(copy.from, target, await copy.find(ROOT), { retry });

    expect(await target.resolve(ROOT_TAG)).toBeUndefined();
  });

  it('keeps what the target lists besides', async () => {
    await start({ targetApi: false });
    const theirs = artifact({ subject: ROOT.root.descriptor, seed: 9 });
    await put(copy.target, theirs);
    await put(copy.target, referrersIndex([theirs]), ROOT_TAG);

    await copy.run(ROOT);

    expect((await copy.listed(ROOT))?.[0]).toBe(digestOf(theirs));
    expect(await copy.listed(ROOT)).toHaveLength(3);
  });
});
