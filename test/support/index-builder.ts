import type { Descriptor } from '../../lib/oci/descriptor.ts';
import { DOCKER_MANIFEST_LIST, OCI_INDEX, OCI_MANIFEST } from '../../lib/oci/media-types.ts';
import { type Annotations, type Built, distinct, jsonContent, type MediaTypes } from './built.ts';
import { platformJson } from './platform.ts';

export interface IndexOptions {
  /** Default `oci`. */
  readonly mediaTypes?: MediaTypes;
  /** Whether each child gets an attestation entry, as BuildKit adds them. */
  readonly attestations?: boolean;
  /** Whether entries say what images run on (default true). */
  readonly platforms?: boolean;
  readonly annotations?: Annotations;
  readonly subject?: Descriptor;
}

interface Entry {
  readonly built: Built;
  readonly annotations?: Annotations;
}

const INDEX_TYPES: Readonly<Record<MediaTypes, string>> = {
  oci: OCI_INDEX,
  docker: DOCKER_MANIFEST_LIST,
};

/** An index, or Docker's manifest list, of `children`, which may be indexes themselves. */
export function index(children: readonly Built[], options: IndexOptions = {}): Built {
  const { mediaTypes = 'oci', attestations = false, annotations, subject } = options;
  const { platforms = true } = options;
  const entries: readonly Entry[] = [
    ...children.map((built) => ({ built: platforms ? built : withoutPlatform(built) })),
    ...(attestations ? children.map(attestationEntry) : []),
  ];

  const document = {
    schemaVersion: 2,
    mediaType: INDEX_TYPES[mediaTypes],
    manifests: entries.map(entryJson),
    ...(subject && { subject }),
    ...(annotations && { annotations }),
  };
  const root = jsonContent(document, INDEX_TYPES[mediaTypes]);
  return {
    root,
    manifests: distinct([...entries.flatMap(({ built }) => built.manifests), root]),
    blobs: distinct(entries.flatMap(({ built }) => built.blobs)),
  };
}

function withoutPlatform({ platform, ...built }: Built): Built {
  return built;
}

function entryJson({ built, annotations }: Entry): object {
  return {
    ...built.root.descriptor,
    ...(annotations && { annotations }),
    ...(built.platform && { platform: platformJson(built.platform) }),
  };
}

/** BuildKit's documentation, "Attestation storage". */
function attestationEntry({ root: { descriptor } }: Built): Entry {
  return {
    built: attestation(descriptor),
    annotations: {
      'vnd.docker.reference.digest': descriptor.digest,
      'vnd.docker.reference.type': 'attestation-manifest',
    },
  };
}

function attestation(subject: Descriptor): Built {
  const statement = { _type: 'https://in-toto.io/Statement/v0.1', subject: [subject] };
  const layer = jsonContent(statement, 'application/vnd.in-toto+json');
  const platform = { os: 'unknown', architecture: 'unknown' };
  const config = jsonContent(
    { ...platform, rootfs: { type: 'layers', diff_ids: [layer.descriptor.digest] } },
    'application/vnd.oci.image.config.v1+json',
  );

  const predicate = { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2' };
  const manifest = {
    schemaVersion: 2,
    mediaType: OCI_MANIFEST,
    config: config.descriptor,
    layers: [{ ...layer.descriptor, annotations: predicate }],
  };
  const root = jsonContent(manifest, OCI_MANIFEST);
  return { root, manifests: [root], blobs: [config, layer], platform };
}
