import { beforeEach, describe, expect, it } from 'vitest';
import { estimateCopy } from '../../lib/copy/estimate-copy.ts';
import { digestOf as digestOfBytes } from '../../lib/oci/digest.ts';
import { OCI_EMPTY, OCI_MANIFEST } from '../../lib/oci/media-types.ts';
import { type Built, content, jsonContent } from '../support/built.ts';
import { bytesOf, digestOf, digestsOf } from '../support/contents.ts';
import { fill } from '../support/fill.ts';
import { image } from '../support/image-builder.ts';
import { ImageCopy } from '../support/image-copy.ts';
import { schema1Image } from '../support/schema1-builder.ts';

const FOREIGN = 'application/vnd.oci.image.layer.nondistributable.v1.tar';

/** An image without layers that exists as a manifest alone. */
function withConfig(config: object): Built {
  const root = jsonContent({ schemaVersion: 2, config, layers: [] }, OCI_MANIFEST);
  return { root, manifests: [root], blobs: [] };
}

describe('copyImage', () => {
  let copy: ImageCopy;

  beforeEach(() => {
    copy = new ImageCopy();
  });

  describe('of a manifest of schema 1', () => {
    const built = schema1Image();

    it('brings each blob once, as long as the source says', async () => {
      const { root, bytes, platforms } = await copy.run(built);

      expect(root.bytes).toEqual(built.root.bytes);
      expect(bytes.uploaded).toBe(bytesOf(built.blobs));
      expect(platforms).toEqual(['linux/amd64']);
      for (const { descriptor, bytes: expected } of built.blobs) {
        expect(copy.target.content(descriptor)).toEqual(Buffer.from(expected));
      }
      const names = copy.script.names('resolveBlob');
      expect(names.toSorted()).toEqual(digestsOf(built.blobs).toSorted());
    });

    it('is estimated without moving a byte', async () => {
      await fill(copy.source, built);

      const { bytes } = await estimateCopy(copy.from, copy.to, digestOf(built));

      expect(bytes.uploaded).toBe(bytesOf(built.blobs));
      expect(copy.script.names('openBlob', 'startUpload')).toEqual([]);
    });

    it('fails where the source lacks a blob', async () => {
      const [blob] = built.blobs;

      await expect(copy.run({ ...built, blobs: built.blobs.slice(1) })).rejects.toMatchObject({
        side: 'source',
        code: 'NOT_FOUND',
        cause: { message: `the registry does not have the blob ${blob?.descriptor.digest}` },
      });
    });
  });

  describe('of an image with a foreign layer', () => {
    const built = image({ foreignLayer: true });

    it('says where to find what the source does not have', async () => {
      await expect(copy.run(built, { foreignLayers: 'copy' })).rejects.toMatchObject({
        side: 'source',
        code: 'NOT_FOUND',
        retryable: false,
        hint: expect.stringContaining('only at the urls'),
        cause: { message: expect.stringContaining('does not have the foreign layer sha256:') },
      });
      expect(copy.target.uploads).toBe(0);
    });

    it('brings what the source has', async () => {
      const held = image({ foreignLayer: true, platform: 'windows/amd64:10.0.17763.1' });
      const foreign = copy.source.add(Buffer.from('foreign'), FOREIGN);
      const manifest = JSON.parse(Buffer.from(held.root.bytes).toString());
      const root = jsonContent(
        { ...manifest, layers: [{ ...foreign, urls: ['https://a.example'] }] },
        OCI_MANIFEST,
      );

      const { foreignLayers } = await copy.run(
        { ...held, root, manifests: [root] },
        { foreignLayers: 'copy' },
      );

      expect(foreignLayers).toBe(0);
      expect(copy.target.content(foreign)).toEqual(Buffer.from('foreign'));
    });
  });

  describe('of content that stands in the manifest', () => {
    const config = content(Buffer.from('{}'), OCI_EMPTY);

    it('uploads it without reading the source', async () => {
      await copy.run(withConfig({ ...config.descriptor, data: 'e30=' }));

      expect(copy.script.names('openBlob', 'fetchBlob')).toEqual([]);
      expect(copy.target.content(config.descriptor)).toEqual(Buffer.from('{}'));
    });

    it('reads from it what an image runs on', async () => {
      const bytes = Buffer.from(JSON.stringify({ os: 'linux', architecture: 'arm64' }));
      const { descriptor } = content(bytes, 'application/vnd.oci.image.config.v1+json');

      const { platforms } = await copy.run(
        withConfig({ ...descriptor, data: bytes.toString('base64') }),
      );

      expect(platforms).toEqual(['linux/arm64']);
      expect(copy.script.names('fetchBlob')).toEqual([]);
    });

    it('refuses what is not the content', async () => {
      const copying = copy.run(withConfig({ ...config.descriptor, data: 'e3s=' }));

      await expect(copying).rejects.toMatchObject({ code: 'INVALID_MANIFEST' });
    });
  });

  it('brings blobs that are named by SHA-512', async () => {
    const bytes = Buffer.from('layer');
    const digest = digestOfBytes(bytes, 'sha512');
    const layer = { mediaType: 'text/plain', digest, size: bytes.byteLength };
    copy.source.corrupt(layer, bytes);
    const root = jsonContent({ schemaVersion: 2, layers: [layer] }, OCI_MANIFEST);

    await copy.run({ root, manifests: [root], blobs: [] });

    expect(copy.target.content(layer)).toEqual(bytes);
  });
});
