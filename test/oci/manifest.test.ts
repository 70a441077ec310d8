import { describe, expect, it } from 'vitest';
import { digestOf } from '../../lib/oci/digest.ts';
import { InvalidManifestError } from '../../lib/oci/errors.ts';
import { descriptorOf, parseManifest } from '../../lib/oci/manifest.ts';
import {
  DOCKER_MANIFEST,
  DOCKER_MANIFEST_LIST,
  OCI_ARTIFACT_MANIFEST,
  OCI_INDEX,
  OCI_MANIFEST,
} from '../../lib/oci/media-types.ts';
import { artifact } from '../support/artifact-builder.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';

const BLOB = { mediaType: 'text/plain', digest: digestOf(Buffer.from('blob')), size: 4 };

function bytesOf(members: object): Uint8Array {
  return Buffer.from(JSON.stringify({ schemaVersion: 2, ...members }));
}

describe('parseManifest', () => {
  it('refuses an index that is sent as a manifest', () => {
    const bytes = Buffer.from(
      JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] }),
    );

    expect(() => parseManifest(bytes, { contentType: DOCKER_MANIFEST })).toThrow('is sent as');
    expect(parseManifest(bytes, { contentType: 'text/plain' }).mediaType).toBe(OCI_INDEX);
  });

  it.each(['application/x\ny', 'ünï/code', 'manifest', ''.padEnd(9, ' ')])(
    'refuses %j as a media type, which no header could carry',
    (mediaType) => {
      const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, layers: [] }));

      expect(() => parseManifest(bytes)).toThrow('which is no media type');
    },
  );

  it('keeps the exact bytes', () => {
    const bytes = Buffer.from('{ "schemaVersion" : 2,\n\t"layers" : [], "unknown" : 1e2 }\n');

    const document = parseManifest(bytes);

    expect(document.bytes).toBe(bytes);
    expect(descriptorOf(document)).toEqual({
      mediaType: OCI_MANIFEST,
      digest: digestOf(bytes),
      size: bytes.byteLength,
    });
  });

  it('keeps the digest under which the bytes were verified', () => {
    const bytes = bytesOf({ layers: [] });
    const digest = digestOf(bytes, 'sha512');

    expect(parseManifest(bytes, { digest }).digest).toBe(digest);
  });

  it('lists config and layers of an image, config first', () => {
    const { root, blobs } = image({ layers: 3 });

    const document = parseManifest(root.bytes);

    expect(document.blobs).toEqual(blobs.map(({ descriptor }) => descriptor));
    expect(document.manifests).toEqual([]);
  });

  it('lists the manifests of an index with their platforms', () => {
    const children = [image({ platform: 'linux/arm/v7' }), image({ platform: 'linux/amd64' })];

    const document = parseManifest(index(children).root.bytes);

    expect(document.manifests).toEqual(
      children.map(({ root, platform }) => ({ ...root.descriptor, platform })),
    );
    expect(document.blobs).toEqual([]);
  });

  it('lists the blobs of an artifact with the empty config', () => {
    const { root, blobs } = artifact();

    expect(parseManifest(root.bytes).blobs).toEqual(blobs.map(({ descriptor }) => descriptor));
  });

  it('lists the blobs of an artifact manifest, which has no version', () => {
    const mediaType = OCI_ARTIFACT_MANIFEST;
    const bytes = bytesOf({ schemaVersion: undefined, mediaType, blobs: [BLOB] });

    expect(parseManifest(bytes)).toMatchObject({
      mediaType: OCI_ARTIFACT_MANIFEST,
      blobs: [BLOB],
    });
  });

  it.each([
    ['config', { layers: [BLOB] }, [BLOB]],
    ['layers', { config: BLOB }, [BLOB]],
    ['config and layers', {}, []],
    ['layers, which are null', { config: BLOB, layers: null }, [BLOB]],
  ])('reads a manifest without %s', (_, members, blobs) => {
    expect(parseManifest(bytesOf(members)).blobs).toEqual(blobs);
  });

  it('does not list the subject, which need not be in the repository', () => {
    const bytes = bytesOf({ layers: [BLOB], subject: { ...BLOB, mediaType: OCI_MANIFEST } });

    expect(parseManifest(bytes)).toMatchObject({ manifests: [], blobs: [BLOB] });
  });
});

describe('the media type of a document', () => {
  it.each([
    ['its own word', { mediaType: DOCKER_MANIFEST, layers: [] }, OCI_MANIFEST, DOCKER_MANIFEST],
    ['an unknown word of its own', { mediaType: 'x/y', layers: [] }, OCI_MANIFEST, 'x/y'],
    ['the header', { layers: [] }, DOCKER_MANIFEST, DOCKER_MANIFEST],
    ['a header with parameters', { layers: [] }, `${DOCKER_MANIFEST}; q=1`, DOCKER_MANIFEST],
    ['the header', { manifests: [] }, DOCKER_MANIFEST_LIST, DOCKER_MANIFEST_LIST],
    ['the shape under a useless header', { layers: [] }, 'text/plain', OCI_MANIFEST],
    ['the shape under a useless header', { manifests: [] }, 'application/json', OCI_INDEX],
    ['the shape', { mediaType: '', manifests: [] }, undefined, OCI_INDEX],
    ['the shape', {}, undefined, OCI_MANIFEST],
  ])('is that of %s', (_, members, contentType, expected) => {
    const options = contentType === undefined ? {} : { contentType };

    expect(parseManifest(bytesOf(members), options).mediaType).toBe(expected);
  });
});

describe('a document that is refused', () => {
  it.each([
    ['both manifests and layers', { manifests: [], layers: [] }],
    ['both manifests and layers', { manifests: [], config: BLOB }],
    ['calls itself', { mediaType: OCI_INDEX, layers: [] }],
    ['calls itself', { mediaType: DOCKER_MANIFEST_LIST, config: BLOB }],
    ['calls itself', { mediaType: OCI_MANIFEST, manifests: [] }],
    ['schemaVersion is 1', { schemaVersion: 1 }],
    ['schemaVersion is "2"', { schemaVersion: '2' }],
    ['schemaVersion is absent', { schemaVersion: undefined }],
    ['schemaVersion is no number', { schemaVersion: [[]] }],
    [`schemaVersion is "${'x'.repeat(200)}…"`, { schemaVersion: 'x'.repeat(1e6) }],
    ['layers is not a list', { layers: {} }],
    ['layers[1] has no size', { layers: [BLOB, { ...BLOB, size: null }] }],
    ['manifests[0] is not a descriptor', { manifests: [null] }],
    ['config has no mediaType', { config: {} }],
  ])('says that %s', (problem, members) => {
    const parse = () => parseManifest(bytesOf(members));

    expect(parse).toThrow(InvalidManifestError);
    expect(parse).toThrow(problem);
  });

  it('contradicts its header', () => {
    const parse = () => parseManifest(bytesOf({ manifests: [] }), { contentType: OCI_MANIFEST });

    expect(parse).toThrow(InvalidManifestError);
  });

  it.each([
    ['is empty', Buffer.from('')],
    ['is a web page', Buffer.from('<html>')],
    ['is a list', Buffer.from('[]')],
    ['is null', Buffer.from('null')],
    ['is not UTF-8', Buffer.from('{"schemaVersion":2,"a":"\xff"}', 'latin1')],
    ['names a member twice', Buffer.from('{"schemaVersion":2,"layers":[],"l\\u0061yers":[]}')],
    ['is nothing but brackets', Buffer.from('['.repeat(100_000) + ']'.repeat(100_000))],
    ['is nothing but open brackets', Buffer.from('['.repeat(100_000))],
  ])('%s', (_, bytes) => {
    expect(() => parseManifest(bytes)).toThrow(InvalidManifestError);
  });
});
