import { beforeEach, describe, expect, it } from 'vitest';
import { fallbackTag } from '../../lib/copy/referrer-tag.ts';
import { artifact, cosignSignature, signatureTag } from '../support/artifact-builder.ts';
import type { Built } from '../support/built.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { ReferrerCopy, referrersIndex, unpublished } from '../support/referrer-copy.ts';

const SUBJECT = image();
const SBOM_TYPE = 'application/vnd.example.sbom';
const REPORT_TYPE = 'application/vnd.example.report';
const IMAGE_TYPE = 'application/vnd.oci.image.config.v1+json';
const SBOM = artifact({ subject: SUBJECT.root.descriptor, artifactType: SBOM_TYPE });
const REPORT = artifact({ subject: SUBJECT.root.descriptor, artifactType: REPORT_TYPE });
const IMAGE = image({ seed: 2, subject: SUBJECT.root.descriptor });

describe('a filter of referrers', () => {
  let copy: ReferrerCopy;

  beforeEach(async () => {
    copy = new ReferrerCopy();
    for (const built of [SUBJECT, SBOM, REPORT, IMAGE]) await copy.publish(built);
  });

  async function chosen(...artifactTypes: readonly string[]): Promise<readonly string[]> {
    const { referrers } = await copy.find(SUBJECT, { artifactTypes });
    return referrers.map(({ descriptor }) => descriptor.digest).toSorted();
  }

  it.each<[string, readonly string[], readonly Built[]]>([
    ['one type', [SBOM_TYPE], [SBOM]],
    ['several', [SBOM_TYPE, REPORT_TYPE], [SBOM, REPORT]],
    ['the type of the config', [IMAGE_TYPE], [IMAGE]],
    ['no more than the type', ['application/vnd.example'], []],
    ['nothing', [], []],
  ])('chooses %s', async (_, types, expected) => {
    expect(await chosen(...types)).toEqual(expected.map(digestOf).toSorted());
  });

  it('reads the type of those that a fallback tag lists without', async () => {
    copy = new ReferrerCopy({ sourceApi: false });
    for (const built of [SUBJECT, SBOM, REPORT, IMAGE]) await copy.publish(built);
    const list = referrersIndex([SBOM, { ...REPORT, artifactType: 'as/listed' }, IMAGE]);
    await copy.publish(list, fallbackTag(digestOf(SUBJECT)));

    expect(await chosen(SBOM_TYPE)).toEqual([digestOf(SBOM)]);
    expect(await chosen(IMAGE_TYPE)).toEqual([digestOf(IMAGE)]);
    expect(await chosen('as/listed')).toEqual([digestOf(REPORT)]);
    expect(await chosen(REPORT_TYPE)).toEqual([]);
  });

  it('leaves out what a list names without a type and the source does not have', async () => {
    copy = new ReferrerCopy({ sourceApi: false });
    await copy.publish(SUBJECT);
    await copy.publish(referrersIndex([SBOM]), fallbackTag(digestOf(SUBJECT)));

    expect(await chosen(SBOM_TYPE)).toEqual([]);
  });

  it('does not count what it leaves out towards the most that may refer to an image', async () => {
    const reports = Array.from({ length: 2_001 }, (_, seed) => ({
      ...unpublished(seed),
      artifactType: REPORT_TYPE,
    }));
    await copy.publish(referrersIndex(reports), fallbackTag(digestOf(SUBJECT)));

    expect(await chosen(SBOM_TYPE)).toEqual([digestOf(SBOM)]);
    await expect(chosen(REPORT_TYPE)).rejects.toMatchObject({ code: 'TOO_MANY_REFERRERS' });
  });

  it.each(['sig', 'att', 'sbom'])('knows the tag .%s of cosign by a type', async (kind) => {
    const signature = cosignSignature(SUBJECT.root.descriptor);
    for (const each of ['sig', 'att', 'sbom']) {
      await copy.publish(signature, signatureTag(digestOf(SUBJECT)).replace('sig', each));
    }

    const { referrers } = await copy.find(SUBJECT, {
      artifactTypes: [`application/vnd.dev.cosign.artifact.${kind}.v1+json`],
    });

    expect(referrers.map(({ tag }) => tag?.split('.').at(-1))).toEqual([kind]);
  });

  it('takes along what refers to those that are left out', async () => {
    const aboutSbom = artifact({ subject: SBOM.root.descriptor, artifactType: REPORT_TYPE });
    await copy.publish(aboutSbom);

    expect(await chosen(REPORT_TYPE)).toEqual([digestOf(REPORT)]);
    expect(await chosen(REPORT_TYPE, SBOM_TYPE)).toContain(digestOf(aboutSbom));
  });
});
