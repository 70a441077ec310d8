import { describe, expect, it } from 'vitest';
import { embeddedContent, parseDescriptor } from '../../lib/oci/descriptor.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { InvalidManifestError } from '../../lib/oci/errors.ts';

const LAYER = {
  mediaType: 'application/vnd.oci.image.layer.v1.tar',
  digest: digestOf(Buffer.from('layer')),
  size: 5,
};

describe('parseDescriptor', () => {
  it('passes over members that it does not know', () => {
    expect(parseDescriptor({ ...LAYER, unknown: 1 }, 'layers[0]')).toEqual(LAYER);
  });

  it('reads artifact type and annotations', () => {
    const typed = { ...LAYER, artifactType: 'text/plain', annotations: { a: 'b' } };

    expect(parseDescriptor(typed, 'manifests[0]')).toEqual(typed);
  });

  it('passes over annotations that are no texts, and an artifact type that is none', () => {
    const odd = { ...LAYER, artifactType: '', annotations: { a: 'b', c: 1 } };

    expect(parseDescriptor(odd, 'config')).toEqual({ ...LAYER, annotations: { a: 'b' } });
    expect(parseDescriptor({ ...LAYER, annotations: ['a'] }, 'config')).toEqual(LAYER);
  });

  it('reads platform and urls', () => {
    const windows = {
      ...LAYER,
      platform: { os: 'windows', architecture: 'amd64', 'os.version': '10.0.1' },
      urls: ['https://publisher.example/layer'],
    };

    expect(parseDescriptor(windows, 'layers[0]')).toEqual({
      ...LAYER,
      platform: { os: 'windows', architecture: 'amd64', osVersion: '10.0.1' },
      urls: ['https://publisher.example/layer'],
    });
  });

  it('passes over a platform and urls that are none', () => {
    expect(parseDescriptor({ ...LAYER, platform: null, urls: [1] }, 'config')).toEqual(LAYER);
  });

  it('knows content without bytes', () => {
    expect(parseDescriptor({ ...LAYER, size: 0 }, 'config').size).toBe(0);
  });

  it.each([
    ['not a descriptor', null],
    ['not a descriptor', [LAYER]],
    ['not a descriptor', 'layer'],
    ['no mediaType', { ...LAYER, mediaType: 1 }],
    ['no sha256 or sha512 digest', { ...LAYER, digest: 'sha256:../../etc/passwd' }],
    ['no sha256 or sha512 digest', { ...LAYER, digest: undefined }],
    ['no size in bytes', { ...LAYER, size: -1 }],
    ['no size in bytes', { ...LAYER, size: 1.5 }],
    ['no size in bytes', { ...LAYER, size: '5' }],
    ['no size in bytes', { ...LAYER, size: 2 ** 53 }],
  ])('says of which place that it is %s', (problem, value) => {
    const parse = () => parseDescriptor(value, 'layers[2]');

    expect(parse).toThrow(InvalidManifestError);
    expect(parse).toThrow(/^layers\[2\] /);
    expect(parse).toThrow(problem);
  });
});

describe('embedded content', () => {
  it('is read where it is what digest and size say', () => {
    const descriptor = parseDescriptor({ ...LAYER, data: 'bGF5ZXI=' }, 'config');

    expect(embeddedContent(descriptor)).toEqual(Buffer.from('layer'));
  });

  it('is proven by SHA-512 too', () => {
    const digest = digestOf(Buffer.from('layer'), 'sha512');

    const descriptor = parseDescriptor({ ...LAYER, digest, data: 'bGF5ZXI=' }, 'config');

    expect(embeddedContent(descriptor)).toEqual(Buffer.from('layer'));
  });

  it.each([undefined, null])('is not there where data is %s', (data) => {
    expect(embeddedContent(parseDescriptor({ ...LAYER, data }, 'config'))).toBeUndefined();
  });

  it.each([
    ['is no text', 5],
    ['is not the content of', Buffer.from('laxer').toString('base64')],
    ['is not the content of', Buffer.from('layers').toString('base64')],
    ['is not the content of', ''],
  ])('is refused where it %s', (problem, data) => {
    const parse = () => parseDescriptor({ ...LAYER, data }, 'layers[2]');

    expect(parse).toThrow(InvalidManifestError);
    expect(parse).toThrow(problem);
  });

  it('is refused where the descriptor gives it another size', () => {
    const parse = () => parseDescriptor({ ...LAYER, size: 6, data: 'bGF5ZXI=' }, 'config');

    expect(parse).toThrow(InvalidManifestError);
  });
});
