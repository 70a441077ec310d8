import { afterEach, beforeEach, expect, it } from 'vitest';
import { copyImage } from '../../lib/copy/copy-image.ts';
import { copyReferrers } from '../../lib/copy/copy-referrers.ts';
import { findReferrers } from '../../lib/copy/find-referrers.ts';
import { mergeReferrers } from '../../lib/copy/merge-referrers.ts';
import type { FoundReferrers } from '../../lib/copy/referrer.ts';
import { fallbackTag } from '../../lib/copy/referrer-tag.ts';
import { ReferrerTags } from '../../lib/copy/referrer-tags.ts';
import { tagImage } from '../../lib/copy/tag-image.ts';
import { SharedBlobs } from '../../lib/mirror/shared-blobs.ts';
import { parseManifest } from '../../lib/oci/manifest.ts';
import { artifact } from './artifact-builder.ts';
import { digestOf, digestsOf } from './contents.ts';
import { ManualClock } from './manual-clock.ts';
import type { ContentRepository, RepositoryUnderTest } from './repository-contract.ts';
import {
  publishSignedImage,
  SIGNED_IMAGE,
  SIGNED_IMAGE_REFERRERS,
  SIGNED_IMAGE_TAGS,
} from './signed-image.ts';
import { SkippingClock } from './skipping-clock.ts';
import { upload } from './upload.ts';

const RETRY = { retries: 3, clock: new SkippingClock(), random: () => 0 };

/** Between two repositories of one kind, what refers to an image arrives as it is. */
export function referrerCopyContract(open: () => Promise<RepositoryUnderTest>): void {
  let opened: RepositoryUnderTest;
  let source: ContentRepository;
  let target: ContentRepository;

  beforeEach(async () => {
    opened = await open();
    source = opened.repository;
    target = opened.sibling;
    await publishSignedImage(source, opened);
  });

  afterEach(() => opened.close());

  async function mirror(): Promise<void> {
    const name = { registry: 'mirror.example', repository: 'app' };
    const turns = new SharedBlobs({ clock: RETRY.clock }).for(name, { owner: 'this worker' });
    const options = { retry: RETRY, turns };
    const { root } = await copyImage(source, target, digestOf(SIGNED_IMAGE), options);
    await copyReferrers(source, target, await find(source), options);
    await tagImage(target, root, '1', { retry: RETRY });
  }

  it('are found all', async () => {
    const { referrers } = await find(source);

    const found = referrers.map(({ descriptor }) => descriptor.digest);
    expect(found.toSorted()).toEqual(SIGNED_IMAGE_REFERRERS.map(digestOf).toSorted());
  });

  it('are the same at the target, byte for byte', async () => {
    await mirror();

    expect((await find(target)).set).toBe((await find(source)).set);
    for (const { root } of SIGNED_IMAGE_REFERRERS) {
      const { bytes } = await target.fetchManifest(root.descriptor.digest);
      expect(Buffer.from(bytes)).toEqual(Buffer.from(root.bytes));
    }
    for (const tag of SIGNED_IMAGE_TAGS) {
      expect(await target.resolve(tag)).toEqual(await source.resolve(tag));
    }
  });

  it('are there already when they are copied again', async () => {
    await mirror();

    const again = await copyReferrers(source, target, await find(source), { retry: RETRY });

    expect(again).toMatchObject({ count: SIGNED_IMAGE_REFERRERS.length, pushed: 0, warnings: [] });
  });

  it('are all listed in the end where several write a list at once', async () => {
    const clock = new ManualClock();
    const subject = digestOf(SIGNED_IMAGE);
    const entries = [11, 12, 13].map((seed) => artifact({ seed }));
    for (const { root, blobs } of entries) {
      for (const blob of blobs) await upload(target, blob);
      await target.putManifest(parseManifest(root.bytes));
    }
    let writing = entries.length;
    const merging = entries.map(async ({ root }) => {
      const retry = { retries: 0, clock, random: () => 0 };
      await mergeReferrers(target, subject, [root.descriptor], { retry });
      writing -= 1;
    });

    // Time passes only while all wait for it, so that nobody looks before the others have written.
    const passing = setInterval(() => {
      if (clock.sleepers === writing) clock.advance(10_000);
    }, 1);
    await Promise.all(merging).finally(() => clearInterval(passing));

    const list = await target.resolve(fallbackTag(subject));
    const { manifests } = await target.fetchManifest(list?.digest ?? subject);
    expect(manifests.map(({ digest }) => digest).toSorted()).toEqual(
      entries.map(digestOf).toSorted(),
    );
  });
}

function find(repository: ContentRepository): Promise<FoundReferrers> {
  const tags = new ReferrerTags(repository);
  return findReferrers(repository, digestsOf(SIGNED_IMAGE.manifests), { tags });
}
