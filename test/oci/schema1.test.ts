import { describe, expect, it } from 'vitest';
import { digestOf } from '../../lib/oci/digest.ts';
import { descriptorOf, parseManifest } from '../../lib/oci/manifest.ts';
import { manifestDigest, namesManifest } from '../../lib/oci/manifest-digest.ts';
import { DOCKER_SCHEMA1, DOCKER_SCHEMA1_SIGNED, OCI_MANIFEST } from '../../lib/oci/media-types.ts';
import { formatPlatform } from '../../lib/oci/platform.ts';
import { payloadOf, schema1Platform } from '../../lib/oci/schema1.ts';
import { digestsOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { schema1Image } from '../support/schema1-builder.ts';

const SIGNED = schema1Image();
const UNSIGNED = schema1Image({ signed: false });

/** The signed manifest as a text, changed. */
function changed(from: string | RegExp, to: string): Buffer {
  const text = Buffer.from(SIGNED.root.bytes).toString();
  expect(text).toMatch(from);
  return Buffer.from(text.replace(from, to));
}

function protectedBy(formatLength: number, formatTail: string): string {
  const header = JSON.stringify({ formatLength, formatTail });
  return `"protected":"${Buffer.from(header).toString('base64url')}"`;
}

describe('a manifest of schema 1', () => {
  it('is named by what its signatures cover', () => {
    expect(Buffer.from(payloadOf(SIGNED.root.bytes))).toEqual(UNSIGNED.root.bytes);
    expect(manifestDigest(SIGNED.root.bytes)).toBe(digestOf(UNSIGNED.root.bytes));
    expect(SIGNED.root.bytes.byteLength).toBeGreaterThan(UNSIGNED.root.bytes.byteLength);
  });

  it.each([
    ['with signatures', SIGNED, DOCKER_SCHEMA1_SIGNED],
    ['without', UNSIGNED, DOCKER_SCHEMA1],
  ])('is read as it is %s', (_, { root, blobs }, mediaType) => {
    const document = parseManifest(root.bytes);

    expect(descriptorOf(document)).toEqual({ ...root.descriptor, mediaType });
    expect(document.bytes).toBe(root.bytes);
    expect(document.blobs).toEqual([]);
    expect(document.unsizedBlobs).toEqual(digestsOf(blobs));
  });

  it('keeps the media type that it was sent with', () => {
    const { bytes } = SIGNED.root;

    expect(parseManifest(bytes, { contentType: DOCKER_SCHEMA1 }).mediaType).toBe(DOCKER_SCHEMA1);
    expect(parseManifest(bytes, { contentType: 'text/plain' }).mediaType).toBe(
      DOCKER_SCHEMA1_SIGNED,
    );
  });

  it('says what it runs on', () => {
    const { root } = schema1Image({ platform: 'linux/arm/v6' });

    const platform = schema1Platform(root.bytes);

    expect(platform && formatPlatform(platform)).toBe('linux/arm/v6');
  });

  it.each([
    ['a history that is none', { history: 1, architecture: 'amd64' }],
    ['an empty history', { history: [], architecture: 'amd64' }],
    ['a history without JSON', { history: [{ v1Compatibility: '<' }], architecture: 'amd64' }],
  ])('tells its architecture in spite of %s', (_, members) => {
    expect(schema1Platform(Buffer.from(JSON.stringify(members)))).toEqual({
      os: 'unknown',
      architecture: 'amd64',
    });
  });

  it.each([
    ['something was put beside the payload', /,\n {3}"signatures"/, ',"config":1,"signatures"'],
    ['the signatures are none', /"signatures": \[.*\]/, '"signatures": 1'],
    ['nothing is signed', /"signatures": \[.*\]/, '"signatures": []'],
    ['the header is none', /"protected":"[\w-]+"/, '"protected":"e30"'],
    ['the header is no text', /"protected":"[\w-]+"/, '"protected":1'],
    ['the length is beyond the end', /"protected":"[\w-]+"/, protectedBy(1e6, '')],
    ['the length is below zero', /"protected":"[\w-]+"/, protectedBy(-1, '')],
    ['the length is not the right one', /"protected":"[\w-]+"/, protectedBy(10, 'Cn0')],
  ])('is named by all of it where %s', (_, from, to) => {
    const bytes = changed(from, to);

    expect(payloadOf(bytes)).toBe(bytes);
  });

  it('is named by what its signatures cover, as deep as a document may be', () => {
    const deep = `,"deep":${'['.repeat(99)}${']'.repeat(99)}`;
    const signed = Buffer.from(`{"schemaVersion":1,"fsLayers":[]${deep}}`);
    const header = protectedBy(signed.byteLength - 1, 'fQ');
    const bytes = Buffer.from(`${signed.toString().slice(0, -1)},"signatures":[{${header}}]}`);

    expect(Buffer.from(payloadOf(bytes)).equals(signed)).toBe(true);
  });

  it.each([
    ['fsLayers[0] has no sha256 or sha512 blobSum', { fsLayers: [{}] }],
    ['fsLayers[0] has no sha256', { fsLayers: [{ blobSum: 'tarsum+sha256:00' }] }],
    ['lists what schema 2 does', { fsLayers: [], layers: [] }],
    ['schemaVersion is 1', { fsLayers: 1 }],
  ])('is refused: %s', (problem, members) => {
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 1, ...members }));

    expect(() => parseManifest(bytes)).toThrow(problem);
  });
});

describe('namesManifest', () => {
  it('accepts the digest with and without signatures', () => {
    const { bytes, descriptor } = SIGNED.root;

    expect(namesManifest(descriptor.digest, bytes)).toBe(true);
    expect(namesManifest(digestOf(bytes), bytes)).toBe(true);
    expect(namesManifest(digestOf(UNSIGNED.root.bytes, 'sha512'), bytes)).toBe(true);
    expect(namesManifest(digestOf(Buffer.from('other')), bytes)).toBe(false);
  });

  it('accepts digests of either algorithm', () => {
    const { bytes } = image().root;

    expect(namesManifest(digestOf(bytes), bytes)).toBe(true);
    expect(namesManifest(digestOf(bytes, 'sha512'), bytes)).toBe(true);
    expect(namesManifest(digestOf(bytes, 'sha512'), image({ seed: 2 }).root.bytes)).toBe(false);
  });

  it('does not believe in signatures of anything newer', () => {
    const bytes = changed('"schemaVersion": 1', '"schemaVersion": 2');
    const unsigned = Buffer.from(UNSIGNED.root.bytes).toString();
    const payload = Buffer.from(unsigned.replace('"schemaVersion": 1', '"schemaVersion": 2'));

    expect(namesManifest(digestOf(payload), bytes)).toBe(false);
    expect(parseManifest(bytes).mediaType).toBe(OCI_MANIFEST);
  });
});
