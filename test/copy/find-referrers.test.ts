import { beforeEach, describe, expect, it } from 'vitest';
import type { FoundReferrers } from '../../lib/copy/referrer.ts';
import { fallbackTag } from '../../lib/copy/referrer-tag.ts';
import { artifact, cosignSignature, signatureTag } from '../support/artifact-builder.ts';
import type { Built } from '../support/built.ts';
import { digestOf } from '../support/contents.ts';
import { lastingFailure } from '../support/failure.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { ReferrerCopy, referrersIndex, unpublished } from '../support/referrer-copy.ts';

const CHILD = image();
const ROOT = index([CHILD, image({ platform: 'linux/arm64' })]);
const ABOUT_ROOT = about(ROOT);
const ABOUT_CHILD = about(CHILD);
const ABOUT_REPORT = about(ABOUT_ROOT);

function about({ root }: Built, seed = 1): Built {
  return artifact({ subject: root.descriptor, seed });
}

/** What was found, as pairs of who refers and to whom. */
function pairs({ referrers }: FoundReferrers): readonly (readonly [string, string])[] {
  return referrers.map(({ descriptor, subject }) => [descriptor.digest, subject]);
}

function pair(referrer: Built, subject: Built): readonly [string, string] {
  return [digestOf(referrer), digestOf(subject)];
}

describe('findReferrers', () => {
  let copy: ReferrerCopy;

  beforeEach(async () => {
    copy = new ReferrerCopy();
    await copy.publish(ROOT);
  });

  it('finds what refers to the root, to a child and to a referrer, the latter first', async () => {
    for (const built of [ABOUT_ROOT, ABOUT_CHILD, ABOUT_REPORT]) await copy.publish(built);

    const found = pairs(await copy.find(ROOT));

    expect(found.toSorted()).toEqual(
      [pair(ABOUT_ROOT, ROOT), pair(ABOUT_CHILD, CHILD), pair(ABOUT_REPORT, ABOUT_ROOT)].toSorted(),
    );
    expect(found.findIndex(([digest]) => digest === digestOf(ABOUT_REPORT))).toBeLessThan(
      found.findIndex(([digest]) => digest === digestOf(ABOUT_ROOT)),
    );
  });

  it('finds them by the fallback tag where the registry does not list them', async () => {
    copy = new ReferrerCopy({ sourceApi: false });
    for (const built of [ROOT, ABOUT_ROOT, ABOUT_REPORT]) await copy.publish(built);
    const list = referrersIndex([{ ...ABOUT_ROOT, artifactType: 'application/vnd.example' }]);
    await copy.publish(list, fallbackTag(digestOf(ROOT)));
    await copy.publish(referrersIndex([ABOUT_REPORT]), fallbackTag(digestOf(ABOUT_ROOT)));

    const found = await copy.find(ROOT);

    expect(pairs(found)).toEqual([pair(ABOUT_REPORT, ABOUT_ROOT), pair(ABOUT_ROOT, ROOT)]);
    expect(found.referrers[1]?.descriptor.artifactType).toBe('application/vnd.example');
    expect(found.fallbackIndexes.get(digestOf(ROOT))?.digest).toBe(digestOf(list));
  });

  it('finds what cosign keeps under tags, also what it keeps about that', async () => {
    const signature = cosignSignature(ROOT.root.descriptor);
    const again = cosignSignature(signature.root.descriptor);
    const subject = digestOf(ROOT);
    const tags = ['sig', 'att', 'sbom'].map((kind) => signatureTag(subject).replace('sig', kind));
    for (const tag of tags) await copy.publish(signature, tag);
    await copy.publish(again, signatureTag(digestOf(signature)));

    const { referrers } = await copy.find(ROOT);

    expect(referrers.map(({ tag }) => tag)).toEqual([signatureTag(digestOf(signature)), ...tags]);
  });

  it('unites list and fallback tag, each referrer once and as the list has it', async () => {
    const old = artifact({ seed: 2 });
    for (const built of [ABOUT_ROOT, old]) await copy.publish(built);
    await copy.publish(referrersIndex([old, ABOUT_ROOT]), fallbackTag(digestOf(ROOT)));

    const { referrers } = await copy.find(ROOT);

    expect(referrers).toHaveLength(2);
    expect(referrers.map(({ descriptor }) => descriptor)).toContainEqual({
      ...ABOUT_ROOT.root.descriptor,
      artifactType: 'application/vnd.example.report',
    });
  });

  it('looks into a referrer that is an index', async () => {
    const inner = image({ seed: 2 });
    const report = index([inner], { subject: ROOT.root.descriptor });
    for (const built of [report, about(inner)]) await copy.publish(built);

    expect(pairs(await copy.find(ROOT))).toEqual([pair(about(inner), inner), pair(report, ROOT)]);
  });

  it('looks once into one that is listed for two', async () => {
    const report = index([image({ seed: 2 })], { subject: ROOT.root.descriptor });
    await copy.publish(report);
    await copy.publish(referrersIndex([report]), fallbackTag(digestOf(CHILD)));

    await copy.find(ROOT);

    const read = copy.atSource.names('fetchManifest');
    expect(read.filter((name) => name === digestOf(report))).toHaveLength(1);
  });

  it.each([
    ['the subject itself, as GitLab answers', ROOT],
    ['no index', image({ seed: 2 })],
    ['an index that names the subject', referrersIndex([ROOT])],
  ])('finds nothing under a fallback tag that names %s', async (_, built) => {
    await copy.publish(built, fallbackTag(digestOf(ROOT)));

    const { referrers, fallbackIndexes } = await copy.find(ROOT);
    expect(referrers).toEqual([]);
    expect([...fallbackIndexes.values()].every(({ blobs }) => blobs.length === 0)).toBe(true);
  });

  it('comes to an end where tags lead in a circle', async () => {
    const one = image({ seed: 2 });
    const other = image({ seed: 3 });
    await copy.publish(one, signatureTag(digestOf(ROOT)));
    await copy.publish(other, signatureTag(digestOf(one)));
    await copy.publish(one, signatureTag(digestOf(other)));

    const { referrers } = await copy.find(ROOT);

    expect(referrers).toHaveLength(3);
  });

  it('finds referrers eight deep, and refuses deeper ones', async () => {
    let last = ROOT;
    for (let depth = 1; depth <= 8; depth += 1) {
      last = about(last);
      await copy.publish(last);
    }

    expect((await copy.find(ROOT)).referrers).toHaveLength(8);
    await copy.publish(about(last));
    await expect(copy.find(ROOT)).rejects.toMatchObject({
      code: 'TOO_MANY_REFERRERS',
      side: 'source',
      cause: { message: 'referrers refer to referrers, more than 8 deep' },
    });
  });

  it('refuses more than two thousand', async () => {
    const entries = Array.from({ length: 2_001 }, (_, seed) => unpublished(seed));
    await copy.publish(referrersIndex(entries), fallbackTag(digestOf(ROOT)));

    await expect(copy.find(ROOT)).rejects.toMatchObject({ code: 'TOO_MANY_REFERRERS' });

    expect(copy.atSource.names('listReferrers').length).toBeLessThan(10);
  });

  it('says that it is the source which does not tell', async () => {
    const failure = lastingFailure();
    copy.atSource.fail('listReferrers', failure);

    await expect(copy.find(ROOT)).rejects.toMatchObject({
      side: 'source',
      message: `listing the referrers of ${digestOf(CHILD)} failed at the source`,
      cause: failure,
    });
  });

  it('asks one subject first, and nothing twice', async () => {
    for (const built of [ABOUT_ROOT, ABOUT_CHILD]) await copy.publish(built);
    const asked: number[] = [];
    let asking = 0;
    copy.atSource.on('listReferrers', async () => {
      asking += 1;
      await new Promise((resolve) => setImmediate(resolve));
      asked.push(asking);
      asking -= 1;
    });

    await copy.find(ROOT);

    expect(asked[0]).toBe(1);
    expect(Math.max(...asked)).toBeGreaterThan(1);
    const names = copy.atSource.names('listReferrers');
    expect(names).toEqual([...new Set(names)]);
    expect(copy.atSource.names('listTags')).toHaveLength(1);
  });

  it('reads no manifest that is no index', async () => {
    await copy.publish(ABOUT_ROOT);

    await copy.find(ROOT);

    expect(copy.atSource.names('fetchManifest')).toEqual([]);
  });
});
