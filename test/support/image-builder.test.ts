import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../lib/oci/digest.ts';
import { type Document, parseManifest } from '../../lib/oci/manifest.ts';
import type { Built } from './built.ts';
import { image } from './image-builder.ts';

describe('image', () => {
  it.each(['oci', 'docker'] as const)('is a manifest of %s that names its blobs', (mediaTypes) => {
    const built = image({ mediaTypes, layers: 3 });

    const document = documentOf(built);
    expect(document.mediaType).toContain(mediaTypes);
    expect(document.digest).toBe(built.root.descriptor.digest);
    expect(document.blobs).toEqual(built.blobs.map(({ descriptor }) => descriptor));
    expect(built.blobs).toHaveLength(4);
  });

  it('is the same image for the same options and another for another seed or platform', () => {
    const { digest } = image().root.descriptor;

    expect(image().root.descriptor.digest).toBe(digest);
    expect(image({ seed: 2 }).root.descriptor.digest).not.toBe(digest);
    expect(image({ platform: 'linux/arm64' }).blobs[1]).not.toEqual(image().blobs[1]);
  });

  it.each([
    ['gzip', gunzipSync],
    ['zstd', zstdDecompressSync],
    ['none', (bytes: Uint8Array) => Buffer.from(bytes)],
  ] as const)('has layers (%s) that unpack to what its config lists', (compression, unpack) => {
    const built = image({ compression, layers: 1, layerBytes: 5000 });

    const unpacked = unpack(built.blobs[1]?.bytes ?? Buffer.alloc(0));
    expect(unpacked).toHaveLength(5000);
    expect(configOf(built).rootfs.diff_ids).toEqual([digestOf(unpacked)]);
  });

  it('says in its config what it runs on', () => {
    const built = image({ platform: 'windows/amd64:10.0.20348.2700' });

    expect(configOf(built)).toMatchObject({
      os: 'windows',
      architecture: 'amd64',
      'os.version': '10.0.20348.2700',
    });
  });

  it('lists zero-length and duplicate layers, and has the blob of a duplicate once', () => {
    const built = image({ layers: 1, zeroLengthLayer: true, duplicateLayer: true });

    const [, first, empty, again] = documentOf(built).blobs;
    expect(empty?.size).toBe(0);
    expect(again).toEqual(first);
    expect(built.blobs).toHaveLength(3);
  });

  it('names a foreign layer without having it', () => {
    const built = image({ layers: 1, foreignLayer: true });

    const foreign = documentOf(built).blobs[1];
    expect(foreign?.urls).toEqual([expect.stringMatching(/^https:/)]);
    expect(built.blobs.map(({ descriptor }) => descriptor)).not.toContainEqual(foreign);
  });

  it('carries annotations and a subject', () => {
    const subject = image({ seed: 2 }).root.descriptor;

    const built = image({ subject, annotations: { note: 'kept' } });

    expect(jsonOf(built)).toMatchObject({ subject, annotations: { note: 'kept' } });
  });
});

function documentOf({ root }: Built): Document {
  return parseManifest(root.bytes);
}

function jsonOf({ root }: Built): unknown {
  return JSON.parse(Buffer.from(root.bytes).toString());
}

function configOf({ blobs }: Built): { readonly rootfs: { readonly diff_ids: unknown } } {
  return JSON.parse(Buffer.from(blobs[0]?.bytes ?? []).toString());
}
