// Image specification 1.1, `media-types.md`, and Docker's "Image Manifest V 2, Schema 2".

/** One image, or an artifact. */
export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
/** Several platforms of an image. */
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
/** The config of an artifact that has none: the two bytes `{}`. */
export const OCI_EMPTY = 'application/vnd.oci.empty.v1+json';
/** Docker's form of {@link OCI_MANIFEST}. */
export const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';
/** Docker's form of {@link OCI_INDEX}. */
export const DOCKER_MANIFEST_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';

/** Removed from the image specification before 1.1 was final, still found in registries. */
export const OCI_ARTIFACT_MANIFEST = 'application/vnd.oci.artifact.manifest.v1+json';

/** One image as Docker described it before 2015, with the signatures of whoever pushed it. */
export const DOCKER_SCHEMA1_SIGNED = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
/** The same without signatures. */
export const DOCKER_SCHEMA1 = 'application/vnd.docker.distribution.manifest.v1+json';

/** Configs that say which platform an image runs on: image specification, `config.md`. */
const IMAGE_CONFIG_TYPES: ReadonlySet<string> = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
]);

/** Documents that list manifests. */
const INDEX_TYPES: ReadonlySet<string> = new Set([OCI_INDEX, DOCKER_MANIFEST_LIST]);

/** Documents that list blobs. */
const MANIFEST_TYPES: ReadonlySet<string> = new Set([
  OCI_MANIFEST,
  DOCKER_MANIFEST,
  OCI_ARTIFACT_MANIFEST,
]);

/** Documents in the form that came before {@link DOCKER_MANIFEST}. */
const SCHEMA1_TYPES: ReadonlySet<string> = new Set([DOCKER_SCHEMA1_SIGNED, DOCKER_SCHEMA1]);

/**
 * Everything that a manifest request accepts, so that no registry converts one form into another;
 * the oldest form last, since some registries take the order for a preference.
 */
export const ACCEPTED_MANIFEST_TYPES: readonly string[] = [
  ...MANIFEST_TYPES,
  ...INDEX_TYPES,
  ...SCHEMA1_TYPES,
  '*/*',
];

/** Layers that their publisher forbids to redistribute: image specification, `layer.md`, "Non-Distributable Layers". */
const FOREIGN_LAYER =
  /^application\/vnd\.(?:docker\.image\.rootfs\.foreign|oci\.image\.layer\.nondistributable)\./;

/** Whether `mediaType` names an index, `false` also for types that this engine does not know. */
export function isIndexType(mediaType: string): boolean {
  return INDEX_TYPES.has(mediaType);
}

/** Whether `mediaType` names a manifest, `false` also for types that this engine does not know. */
export function isManifestType(mediaType: string): boolean {
  return MANIFEST_TYPES.has(mediaType);
}

/** Whether `mediaType` names a manifest of schema 1, signed or not. */
export function isSchema1Type(mediaType: string): boolean {
  return SCHEMA1_TYPES.has(mediaType);
}

/** Whether `mediaType` names the config of an image that runs, not of an artifact. */
export function isImageConfigType(mediaType: string): boolean {
  return IMAGE_CONFIG_TYPES.has(mediaType);
}

/** Whether `mediaType` is that of a layer which registries are not meant to hold. */
export function isForeignLayerType(mediaType: string): boolean {
  return FOREIGN_LAYER.test(mediaType);
}

/** A media type without parameters, as `Content-Type` may carry some: RFC 9110, section 8.3.1. */
export function essenceOf(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}
