import { beforeEach, describe, expect, it } from 'vitest';
import { fallbackTag } from '../../../lib/copy/referrer-tag.ts';
import type { ImageMemory } from '../../../lib/mirror/ports.ts';
import { digestOf as digestOfBytes } from '../../../lib/oci/digest.ts';
import { AuthenticationError } from '../../../lib/registry/errors.ts';
import { artifact, cosignSignature, signatureTag } from '../../support/artifact-builder.ts';
import { APP_IMAGE, AuditedMirror, SOURCE, TARGET } from '../../support/audited-mirror.ts';
import { digestOf, digestsOf } from '../../support/contents.ts';
import { namedImage } from '../../support/definition-builder.ts';
import { fill } from '../../support/fill.ts';
import { image } from '../../support/image-builder.ts';
import { imageMemory } from '../../support/run-builder.ts';
import type { Script } from '../../support/script.ts';
import { publishSignedImage, SIGNED_IMAGE } from '../../support/signed-image.ts';

const OTHER = image({ seed: 9 });
const DENIED = new AuthenticationError('no token was given', 'log in');

/** As a run leaves it that has brought the signed image. */
function memory(): ImageMemory {
  const { referrers } = imageMemory();
  const root = digestOf(SIGNED_IMAGE);
  const manifests = digestsOf(SIGNED_IMAGE.manifests).filter((digest) => digest !== root);
  return referrers ? { referrers: { ...referrers, root, manifests } } : {};
}

describe('tags about images', () => {
  let mirror: AuditedMirror;
  let target: Script;

  beforeEach(async () => {
    mirror = new AuditedMirror();
    target = mirror.repositories.of(TARGET).script;
    await mirror.mirror(SIGNED_IMAGE, '1', memory());
  });

  it.each([true, false])(
    'are explained by whatever they are about, however indirectly, where the registry lists referrers: %s',
    async (listsReferrers) => {
      const { repository } = mirror.repositories.of(TARGET);
      await publishSignedImage(repository, { listsReferrers });

      const { findings, unseen, tags } = await mirror.audit();

      expect([...findings, ...unseen]).toEqual([]);
      expect(tags).toBeGreaterThan(3);
    },
  );

  it('are explained without the ledger, by what stands at the target', async () => {
    const { repository } = mirror.repositories.of(TARGET);
    await publishSignedImage(repository, { listsReferrers: false });
    const forgetful = new AuditedMirror();
    await forgetful.record(SIGNED_IMAGE);

    const { findings } = await mirror.audit(undefined, { ledger: forgetful.ledger });

    expect(findings).toEqual([]);
  });

  it('are explained by what says itself that it is about an image', async () => {
    const sbom = artifact({ subject: SIGNED_IMAGE.root.descriptor });
    await fill(mirror.repositories.of(TARGET).repository, sbom);
    const signature = cosignSignature(sbom.root.descriptor);
    await mirror.put(TARGET, signature, signatureTag(digestOf(sbom)));

    const { findings } = await mirror.audit();

    expect(findings).toEqual([]);
  });

  it('cost no request where they are about what is known', async () => {
    const [child] = SIGNED_IMAGE.manifests.map(({ descriptor }) => descriptor);
    const signature = cosignSignature(SIGNED_IMAGE.root.descriptor);
    await mirror.put(TARGET, signature, signatureTag(digestOf(SIGNED_IMAGE)));
    if (child) await mirror.put(TARGET, cosignSignature(child), signatureTag(child.digest));

    await mirror.audit();

    expect(target.names('resolve')).toEqual(['1']);
    expect(target.names('fetchManifest')).toEqual([]);
  });

  it('have no manifest read where they are about images themselves', async () => {
    const forgetful = new AuditedMirror();
    await forgetful.record(SIGNED_IMAGE);
    const signature = cosignSignature(SIGNED_IMAGE.root.descriptor);
    await mirror.put(TARGET, signature, signatureTag(digestOf(SIGNED_IMAGE)));

    const { findings } = await mirror.audit(undefined, { ledger: forgetful.ledger });

    expect(findings).toEqual([]);
    expect(target.names('fetchManifest')).toEqual([]);
  });

  it('are explained by what was recorded too, where the target has changed since', async () => {
    const signature = cosignSignature(SIGNED_IMAGE.root.descriptor);
    await mirror.put(TARGET, signature, signatureTag(digestOf(SIGNED_IMAGE)));
    await mirror.put(TARGET, OTHER, '1');

    const { findings } = await mirror.audit();

    expect(findings).toMatchObject([{ kind: 'changed' }]);
  });

  it.each([
    ['is not there', false, 'the repository does not have'],
    ['no image explains', true, 'no image of the definition explains'],
  ])('are unexplained where what they are about %s', async (_, isThere, reason) => {
    const subject = OTHER.root.descriptor;
    const tag = signatureTag(subject.digest);
    await mirror.put(TARGET, cosignSignature(subject), tag);
    if (isThere) await mirror.put(TARGET, OTHER, fallbackTag(subject.digest));

    const { findings } = await mirror.audit();

    const { message } = findings.find((found) => found.target === `${TARGET}:${tag}`) ?? {};
    expect(message).toBe(`it is about ${subject.digest}, which ${reason}`);
    expect(findings.every(({ kind }) => kind === 'unexplained')).toBe(true);
    // The ledger knows what is below the image.
    expect(target.names('fetchManifest')).not.toContain(digestOf(SIGNED_IMAGE));
  });

  it('say by their names what they are about where that is cut off', async () => {
    const tag = fallbackTag(digestOfBytes(OTHER.root.bytes, 'sha512'));
    await mirror.put(TARGET, OTHER, tag);

    const { findings } = await mirror.audit();

    expect(findings).toMatchObject([{ kind: 'unexplained', target: `${TARGET}:${tag}` }]);
    expect(findings[0]?.message).toContain(`what ${tag} stands for`);
  });

  it('are not judged where an image of the repository could not be looked at', async () => {
    await mirror.put(TARGET, cosignSignature(OTHER.root.descriptor), signatureTag(digestOf(OTHER)));
    await mirror.put(SOURCE, OTHER, '2');
    target.on('resolve', (name) => {
      if (name === '2') throw DENIED;
    });

    const { findings, unseen } = await mirror.audit([
      APP_IMAGE,
      namedImage(`${SOURCE}:2`, `${TARGET}:2`),
    ]);

    expect(findings).toEqual([]);
    expect(unseen).toHaveLength(1);
  });

  it('that cannot be looked into are told, beside what was found in the list', async () => {
    await mirror.put(TARGET, cosignSignature(OTHER.root.descriptor), signatureTag(digestOf(OTHER)));
    await mirror.put(TARGET, OTHER, 'by-hand');
    target.fail('fetchManifest', DENIED);

    const { findings, unseen } = await mirror.audit();

    expect(findings).toMatchObject([{ target: `${TARGET}:by-hand` }]);
    expect(unseen).toMatchObject([{ target: TARGET, error: { kind: 'auth', side: 'target' } }]);
  });

  it('are told to be at the target where the image there cannot be read', async () => {
    const forgetful = new AuditedMirror();
    await forgetful.record(SIGNED_IMAGE);
    await mirror.put(TARGET, cosignSignature(OTHER.root.descriptor), signatureTag(digestOf(OTHER)));
    target.fail('fetchManifest', DENIED);

    const { unseen } = await mirror.audit(undefined, { ledger: forgetful.ledger });

    expect(unseen).toMatchObject([{ target: TARGET, error: { side: 'target' } }]);
    expect(unseen[0]?.error.message).toContain(`${digestOf(SIGNED_IMAGE)} failed at the target`);
  });

  it('are no matter where an image has such a tag', async () => {
    const tag = signatureTag(digestOf(OTHER));
    await mirror.mirror(cosignSignature(OTHER.root.descriptor), tag);

    const { findings } = await mirror.audit([
      APP_IMAGE,
      namedImage(`${SOURCE}:${tag}`, `${TARGET}:${tag}`),
    ]);

    expect(findings).toEqual([]);
  });
});
