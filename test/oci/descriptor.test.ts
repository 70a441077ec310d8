import { describe, expect, it } from 'vitest';
import { parseDescriptor } from '../../lib/oci/descriptor.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { InvalidManifestError } from '../../lib/oci/errors.ts';

const LAYER = {
  mediaType: 'application/vnd.oci.image.layer.v1.tar',
  digest: digestOf(Buffer.from('layer')),
  size: 5,
};

describe('parseDescriptor', () => {
  it('reads what names content and nothing else', () => {
    const annotated = { ...LAYER, annotations: { a: 'b' }, data: 'bGF5ZXI=' };

    expect(parseDescriptor(annotated, 'layers[0]')).toEqual(LAYER);
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
