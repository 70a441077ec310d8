import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { artifact, cosignSignature, signatureTag } from '../support/artifact-builder.ts';
import type { Built } from '../support/built.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { type Mirror, startMirror } from '../support/mirror.ts';

const AMD64 = image({ seed: 1 });
const INNER = index([AMD64, image({ seed: 2, platform: 'linux/arm64' })]);
const OUTER = index([INNER, image({ seed: 3, platform: 'linux/s390x' })]);
const REPORT = artifact({
  subject: OUTER.root.descriptor,
  artifactType: 'application/vnd.example.report',
});
const SIGNATURE = cosignSignature(INNER.root.descriptor);
const SIGNATURE_TAG = signatureTag(digestOf(INNER));

const ONE = { platforms: ['linux/amd64'] };

describe('referrers of indexes that a filter changes', () => {
  let mirror: Mirror;

  beforeEach(async () => {
    mirror = await startMirror();
    await mirror.publish(OUTER);
    await mirror.refer(REPORT);
    await mirror.refer(SIGNATURE, SIGNATURE_TAG);
  });

  afterEach(() => mirror.end());

  const lost = (name: string, { root }: Built) =>
    `${name} is about ${root.descriptor.digest} and does not survive the platform filter`;

  it('are named, those of the root and those of an index within it', async () => {
    const { warnings } = await mirror.sync(ONE);

    const report = `the referrer ${digestOf(REPORT)} (application/vnd.example.report)`;
    expect(warnings).toContain(lost(report, OUTER));
    expect(warnings).toContain(lost(`the tag ${SIGNATURE_TAG}`, INNER));
  });

  it.each([
    ['referrers are not wanted', { ...ONE, referrers: false }],
    ['the filter leaves nothing out', { platforms: ['linux/*'] }],
  ])('are not named where %s', async (_, given) => {
    const { warnings } = await mirror.sync(given);

    expect(warnings.filter((warning) => warning.includes('does not survive'))).toEqual([]);
  });
});
