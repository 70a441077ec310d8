import { beforeEach, describe, expect, it } from 'vitest';
import { OCI_MANIFEST } from '../../lib/oci/media-types.ts';
import { cosignSignature, signatureTag } from '../support/artifact-builder.ts';
import { type Built, distinct, jsonContent } from '../support/built.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { put, ReferrerCopy } from '../support/referrer-copy.ts';

const IMAGE = image();
const TAG = signatureTag(digestOf(IMAGE));
const SIGNED = cosignSignature(IMAGE.root.descriptor);
const [CONFIG, PAYLOAD] = SIGNED.blobs;

/** Signatures of the same payload by several keys, added to one manifest as `cosign sign` does. */
function signedBy(...keys: readonly string[]): Built {
  if (!CONFIG || !PAYLOAD) throw new Error('the signature has less than two blobs');
  const config = jsonContent({ keys }, CONFIG.descriptor.mediaType);
  const layers = keys.map((key) => ({
    ...PAYLOAD.descriptor,
    annotations: { 'dev.cosignproject.cosign/signature': key },
  }));
  const manifest = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: config.descriptor,
    layers,
  };
  const root = jsonContent(manifest, OCI_MANIFEST);
  return { root, manifests: [root], blobs: distinct([config, PAYLOAD]) };
}

describe('copyReferrers, of what cosign keeps under tags', () => {
  let copy: ReferrerCopy;

  beforeEach(async () => {
    copy = new ReferrerCopy({ targetApi: false });
    await copy.publish(IMAGE);
  });

  const atTarget = async () => (await copy.target.resolve(TAG))?.digest;

  it('sets the tag when all that it names is there, and no other', async () => {
    await copy.publish(SIGNED, TAG);

    expect(await copy.run(IMAGE)).toMatchObject({ count: 1, pushed: 1, warnings: [] });

    expect(await atTarget()).toBe(digestOf(SIGNED));
    expect(copy.atTarget.names('putManifest')).toEqual([TAG]);
  });

  it('leaves a tag alone that is right', async () => {
    await copy.publish(SIGNED, TAG);
    await put(copy.target, SIGNED, TAG);

    expect(await copy.run(IMAGE)).toMatchObject({ count: 1, pushed: 0 });

    expect(copy.atTarget.steps).toEqual(['resolve']);
  });

  it('follows a source that has added signatures', async () => {
    await copy.publish(signedBy('a', 'b'), TAG);
    await put(copy.target, signedBy('a'), TAG);

    expect(await copy.run(IMAGE)).toMatchObject({ count: 1, pushed: 1, warnings: [] });

    expect(await atTarget()).toBe(digestOf(signedBy('a', 'b')));
  });

  it('keeps what the target has added to all of the source', async () => {
    await copy.publish(signedBy('a'), TAG);
    await put(copy.target, signedBy('a', 'own'), TAG);

    expect(await copy.run(IMAGE)).toMatchObject({ count: 1, pushed: 0, warnings: [] });

    expect(await atTarget()).toBe(digestOf(signedBy('a', 'own')));
  });

  it.each([
    ['signatures of the same payload by other keys', signedBy('own')],
    ['other signatures besides older ones', signedBy('a', 'own')],
    ['an index', index([IMAGE])],
  ])('warns of a target that has %s, and leaves it', async (_, theirs) => {
    await copy.publish(signedBy('a', 'b'), TAG);
    await put(copy.target, theirs, TAG);

    expect(await copy.run(IMAGE)).toMatchObject({
      count: 0,
      pushed: 0,
      warnings: [
        `the tag ${TAG} holds other signatures at the target than at the source: it was left as it is`,
      ],
    });

    expect(await atTarget()).toBe(digestOf(theirs));
  });

  it('gives up what only the target has where that is asked for', async () => {
    await copy.publish(signedBy('a', 'b'), TAG);
    await put(copy.target, signedBy('own'), TAG);

    expect(await copy.run(IMAGE, { overwrite: true })).toMatchObject({ pushed: 1, warnings: [] });

    expect(await atTarget()).toBe(digestOf(signedBy('a', 'b')));
  });

  it('leaves a target that has all and more of its own, whatever is asked for', async () => {
    await copy.publish(signedBy('a', 'b'), TAG);
    const theirs = signedBy('a', 'b', 'own');
    await put(copy.target, theirs, TAG);

    expect(await copy.run(IMAGE, { overwrite: true })).toMatchObject({ pushed: 0, warnings: [] });

    expect(await atTarget()).toBe(digestOf(theirs));
  });

  it('does not overwrite what somebody signs meanwhile', async () => {
    await copy.publish(signedBy('a', 'b'), TAG);
    await put(copy.target, signedBy('a'), TAG);
    copy.atTarget.on('commit', () => put(copy.target, signedBy('a', 'own'), TAG));

    await expect(copy.run(IMAGE)).rejects.toMatchObject({
      code: 'TARGET_CHANGED',
      side: 'target',
      retryable: true,
    });

    expect(await atTarget()).toBe(digestOf(signedBy('a', 'own')));
  });

  it('is content with another worker who has brought the same meanwhile', async () => {
    await copy.publish(SIGNED, TAG);
    copy.atTarget.on('commit', () => put(copy.target, SIGNED, TAG));

    expect(await copy.run(IMAGE)).toMatchObject({ count: 1 });
  });
});
