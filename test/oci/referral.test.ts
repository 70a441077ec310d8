import { describe, expect, it } from 'vitest';
import { digestOf } from '../../lib/oci/digest.ts';
import { parseManifest } from '../../lib/oci/manifest.ts';
import { OCI_MANIFEST } from '../../lib/oci/media-types.ts';
import { referrerOf, subjectOf } from '../../lib/oci/referral.ts';
import { artifact } from '../support/artifact-builder.ts';
import { jsonContent } from '../support/built.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';

const SUBJECT = image().root.descriptor;

/** A manifest with these members besides the necessary ones. */
function documentWith(members: object) {
  const content = jsonContent(
    { schemaVersion: 2, mediaType: OCI_MANIFEST, ...members },
    OCI_MANIFEST,
  );
  return { descriptor: content.descriptor, document: parseManifest(content.bytes) };
}

describe('subjectOf', () => {
  it.each([
    ['an artifact', artifact({ subject: SUBJECT })],
    ['an image', image({ seed: 2, subject: SUBJECT })],
    ['an index', index([], { subject: SUBJECT })],
  ])('reads it from %s', (_, { root }) => {
    expect(subjectOf(root)).toBe(SUBJECT.digest);
  });

  it.each([undefined, null, 'sha256:1', {}, { digest: 'sha256:1' }, { digest: 1 }, [SUBJECT]])(
    'finds none in %j',
    (subject) => {
      expect(subjectOf(documentWith({ subject }).document)).toBeUndefined();
    },
  );

  it('finds none in what is no JSON', () => {
    expect(subjectOf({ bytes: Buffer.from('{') })).toBeUndefined();
  });
});

describe('referrerOf', () => {
  const config = {
    mediaType: 'application/vnd.example.config',
    digest: digestOf(Buffer.from('{}')),
    size: 2,
  };

  it.each<[string, object, object]>([
    ['its own artifact type', { artifactType: 'a/b', config }, { artifactType: 'a/b' }],
    ['that of its config', { config }, { artifactType: config.mediaType }],
    [
      'that of its config where its own is empty',
      { artifactType: '', config },
      { artifactType: config.mediaType },
    ],
    ['no type where nothing tells it', {}, {}],
    ['its annotations', { annotations: { a: 'b', c: 1 } }, { annotations: { a: 'b' } }],
  ])('describes a manifest by %s', (_, members, described) => {
    const { descriptor, document } = documentWith(members);

    expect(referrerOf(document)).toEqual({ ...descriptor, ...described });
  });
});
