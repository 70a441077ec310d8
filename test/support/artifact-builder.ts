import type { Descriptor } from '../../lib/oci/descriptor.ts';
import type { Digest } from '../../lib/oci/digest.ts';
import { OCI_EMPTY, OCI_MANIFEST } from '../../lib/oci/media-types.ts';
import {
  type Annotations,
  type Built,
  type BuiltContent,
  content,
  distinct,
  jsonContent,
} from './built.ts';
import { layer } from './layer-builder.ts';
import { SeededRandom } from './random.ts';

export interface ArtifactOptions {
  /** Artifacts of the same seed and options are the same artifact (default 1). */
  readonly seed?: number;
  /** Default `application/vnd.example.report`. */
  readonly artifactType?: string;
  readonly annotations?: Annotations;
  readonly subject?: Descriptor;
}

/** An artifact with the empty config `{}`: image specification, `manifest.md`, "Guidelines for Artifact Usage". */
export function artifact(options: ArtifactOptions = {}): Built {
  const { artifactType = 'application/vnd.example.report', annotations, subject } = options;
  const random = new SeededRandom(`artifact ${options.seed ?? 1}`);
  const config = content(Buffer.from('{}'), OCI_EMPTY);
  const report = content(random.bytes(500), artifactType);
  return assemble(config, [report], {
    artifactType,
    ...(subject && { subject }),
    ...(annotations && { annotations }),
  });
}

/** A chart as `helm push` stores it: no image, but its config has a media type of Helm's own. */
export function helmChart(name = 'demo', version = '1.0.0'): Built {
  const config = jsonContent(
    { name, version, apiVersion: 'v2', type: 'application' },
    'application/vnd.cncf.helm.config.v1+json',
  );
  const random = new SeededRandom(`chart ${name} ${version}`);
  const { bytes } = layer(random, { layerBytes: 800, mediaTypes: 'oci', compression: 'gzip' });
  const chart = content(bytes, 'application/vnd.cncf.helm.chart.content.v1.tar+gzip');
  return assemble(config, [chart], {
    annotations: {
      'org.opencontainers.image.title': name,
      'org.opencontainers.image.version': version,
    },
  });
}

/** What `cosign sign` stores beside an image, under {@link signatureTag}; no key has signed it. */
export function cosignSignature({ digest }: Descriptor): Built {
  const payload = {
    critical: {
      identity: { 'docker-reference': '' },
      image: { 'docker-manifest-digest': digest },
      type: 'cosign container image signature',
    },
    optional: null,
  };
  const signed = jsonContent(payload, 'application/vnd.dev.cosign.simplesigning.v1+json');
  const config = jsonContent(
    { rootfs: { type: 'layers', diff_ids: [signed.descriptor.digest] } },
    'application/vnd.oci.image.config.v1+json',
  );
  const signature = Buffer.from(new SeededRandom(digest).bytes(71)).toString('base64');
  return assemble(config, [signed], {}, { 'dev.cosignproject.cosign/signature': signature });
}

/** Where cosign looks for the signature of `digest`. */
export function signatureTag(digest: Digest): string {
  return `${digest.replace(':', '-')}.sig`;
}

function assemble(
  config: BuiltContent,
  layers: readonly BuiltContent[],
  rest: object,
  layerAnnotations?: Annotations,
): Built {
  const manifest = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: config.descriptor,
    layers: layers.map(({ descriptor }) => ({
      ...descriptor,
      ...(layerAnnotations && { annotations: layerAnnotations }),
    })),
    ...rest,
  };
  const root = jsonContent(manifest, OCI_MANIFEST);
  return { root, manifests: [root], blobs: distinct([config, ...layers]) };
}
