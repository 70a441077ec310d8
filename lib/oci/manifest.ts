import { type Descriptor, parseDescriptor } from './descriptor.ts';
import type { Digest } from './digest.ts';
import { InvalidManifestError } from './errors.ts';
import { isObject, type JsonObject, parseStrictJson } from './json.ts';
import { manifestDigest } from './manifest-digest.ts';
import {
  DOCKER_SCHEMA1,
  DOCKER_SCHEMA1_SIGNED,
  essenceOf,
  isIndexType,
  isManifestType,
  isSchema1Type,
  OCI_ARTIFACT_MANIFEST,
  OCI_INDEX,
  OCI_MANIFEST,
} from './media-types.ts';
import { quoted } from './quoted.ts';
import { isSchema1, schema1Blobs } from './schema1.ts';

/**
 * A manifest or an index as its publisher wrote it: `bytes` are never printed
 * anew, everything else is read from them.
 */
export interface Document {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly digest: Digest;
  /** Manifests that must be in the repository before this one, none for a manifest. */
  readonly manifests: readonly Descriptor[];
  /** Blobs that must be in the repository before this one, config first, none for an index. */
  readonly blobs: readonly Descriptor[];
  /** More such blobs, of which schema 1 does not say how long they are; none for everything newer. */
  readonly unsizedBlobs: readonly Digest[];
}

/** The specification asks registries for manifests of at least this size: "Pushing Manifests". */
export const LARGEST_MANIFEST_BYTES = 4 * 1024 * 1024;

export interface ParseManifestOptions {
  /** `Content-Type` that came with the bytes; consulted where the document does not say. */
  readonly contentType?: string;
  /** The digest under which the bytes were verified; computed where absent. */
  readonly digest?: Digest;
}

/** Reads a manifest or an index and throws {@link InvalidManifestError} for anything else. */
export function parseManifest(
  bytes: Uint8Array,
  { contentType, digest = manifestDigest(bytes) }: ParseManifestOptions = {},
): Document {
  const document = parseObject(bytes);
  const mediaType = mediaTypeOf(document, contentType);
  refuseAmbiguity(document, mediaType);
  return {
    bytes,
    mediaType,
    digest,
    manifests: descriptors(document, 'manifests'),
    blobs: [
      ...configOf(document),
      ...descriptors(document, 'layers'),
      ...descriptors(document, 'blobs'),
    ],
    unsizedBlobs: isSchema1(document) ? schema1Blobs(document) : [],
  };
}

/** The descriptor under which other documents and registries name `document`. */
export function descriptorOf({ mediaType, digest, bytes }: Document): Descriptor {
  return { mediaType, digest, size: bytes.byteLength };
}

function parseObject(bytes: Uint8Array): JsonObject {
  let value: unknown;
  try {
    value = parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new InvalidManifestError(`the manifest is not valid JSON: ${reason(cause)}`, { cause });
  }
  if (!isObject(value)) throw new InvalidManifestError('the manifest is not a JSON object');
  if (value['schemaVersion'] === 2 || isSchema1(value) || isArtifactManifest(value)) return value;
  throw new InvalidManifestError(
    `schemaVersion is ${described(value['schemaVersion'])}, only 1 with fsLayers and 2 can be copied`,
  );
}

function described(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'object' && value !== null ? 'no number' : String(value ?? 'absent');
}

/** The only kind without a version: image specification 1.1.0-rc2, `artifact.md`. */
function isArtifactManifest({ schemaVersion, mediaType }: JsonObject): boolean {
  return schemaVersion === undefined && mediaType === OCI_ARTIFACT_MANIFEST;
}

function reason(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** The body's own word first, then the header, then the shape: some registries send any `Content-Type`. */
function mediaTypeOf(document: JsonObject, contentType: string | undefined): string {
  const own = document['mediaType'];
  const sent = contentType === undefined ? '' : essenceOf(contentType);
  if (isSchema1(document)) return schema1TypeOf(document, sent);
  if (typeof own === 'string' && own !== '') {
    refuseOtherKind(own, sent);
    return checkedMediaType(own);
  }
  if (isIndexType(sent) || isManifestType(sent)) return sent;
  return Array.isArray(document['manifests']) ? OCI_INDEX : OCI_MANIFEST;
}

/** Schema 1 says nothing of itself; it goes out as it came. */
function schema1TypeOf({ signatures }: JsonObject, sent: string): string {
  if (isSchema1Type(sent)) return sent;
  return signatures === undefined ? DOCKER_SCHEMA1 : DOCKER_SCHEMA1_SIGNED;
}

/** Some registries send any `Content-Type`; an index sent as a manifest is another image to whoever believes that. */
function refuseOtherKind(own: string, sent: string): void {
  const isOther = isIndexType(own)
    ? isManifestType(sent)
    : isManifestType(own) && isIndexType(sent);
  if (isOther)
    throw new InvalidManifestError(`the document calls itself ${own} and is sent as ${sent}`);
}

/** RFC 6838, section 4.2, with parameters; it becomes a header, in which nothing else can stand. */
const MEDIA_TYPE = /^[A-Za-z0-9][\w!#$&^.+-]*\/[A-Za-z0-9][\w!#$&^.+-]*(?:\s*;[\x20-\x7e]*)?$/;

function checkedMediaType(mediaType: string): string {
  if (MEDIA_TYPE.test(mediaType)) return mediaType;
  throw new InvalidManifestError(
    `the document calls itself ${JSON.stringify(mediaType.slice(0, 100))}, which is no media type`,
  );
}

/** CVE-2021-41190: a document that can be read as manifest and as index means two images. */
function refuseAmbiguity(document: JsonObject, mediaType: string): void {
  const listsManifests = document['manifests'] !== undefined;
  const listsBlobs = document['layers'] !== undefined || document['config'] !== undefined;
  if (isSchema1(document) && (listsManifests || listsBlobs)) {
    throw new InvalidManifestError('the document is of schema 1 and lists what schema 2 does');
  }
  if (listsManifests && listsBlobs) {
    throw new InvalidManifestError('the document lists both manifests and layers');
  }
  if (listsBlobs && isIndexType(mediaType)) {
    throw new InvalidManifestError(`the document has layers but calls itself ${mediaType}`);
  }
  if (listsManifests && isManifestType(mediaType)) {
    throw new InvalidManifestError(`the document lists manifests but calls itself ${mediaType}`);
  }
}

/** Absent and `null` are one thing to the encoders of Go. */
function configOf({ config = null }: JsonObject): readonly Descriptor[] {
  return config === null ? [] : [parseDescriptor(config, 'config')];
}

function descriptors(document: JsonObject, member: string): readonly Descriptor[] {
  const list = document[member];
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw new InvalidManifestError(`${member} is not a list`);
  return list.map((item, position) => parseDescriptor(item, `${member}[${position}]`));
}
