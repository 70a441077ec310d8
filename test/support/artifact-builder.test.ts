import { describe, expect, it } from 'vitest';
import { parseManifest } from '../../lib/oci/manifest.ts';
import { OCI_EMPTY } from '../../lib/oci/media-types.ts';
import { artifact, cosignSignature, helmChart, signatureTag } from './artifact-builder.ts';
import { image } from './image-builder.ts';

describe('artifact', () => {
  it('has the empty config and points at its subject', () => {
    const subject = image().root.descriptor;

    const built = artifact({ subject, artifactType: 'application/vnd.example.sbom' });

    const [config] = parseManifest(built.root.bytes).blobs;
    expect(config).toMatchObject({ mediaType: OCI_EMPTY, size: 2 });
    expect(JSON.parse(Buffer.from(built.root.bytes).toString())).toMatchObject({
      subject,
      artifactType: 'application/vnd.example.sbom',
    });
  });
});

describe('helmChart', () => {
  it("has a config of Helm's own and the chart as its layer", () => {
    const built = helmChart('demo', '1.2.3');

    const types = parseManifest(built.root.bytes).blobs.map(({ mediaType }) => mediaType);
    expect(types).toEqual([
      'application/vnd.cncf.helm.config.v1+json',
      'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
    ]);
  });
});

describe('cosignSignature', () => {
  it('signs the digest after which its tag is named', () => {
    const { descriptor } = image().root;

    const built = cosignSignature(descriptor);

    expect(Buffer.from(built.blobs[1]?.bytes ?? []).toString()).toContain(descriptor.digest);
    expect(signatureTag(descriptor.digest)).toMatch(/^sha256-[0-9a-f]{64}\.sig$/);
  });
});
