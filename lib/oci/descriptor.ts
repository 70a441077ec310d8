import { algorithmOf, type Digest, digestOf, isDigest } from './digest.ts';
import { InvalidManifestError } from './errors.ts';
import { isObject, type JsonObject } from './json.ts';
import { type Platform, parsePlatform } from './platform.ts';

/** Names content and says what it is: image specification, `descriptor.md`. `size` is in bytes. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly platform?: Platform;
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Where content may be had besides the registry, on foreign layers. */
  readonly urls?: readonly string[];
  /** The content itself in base64, proven by digest and size: `descriptor.md`, "Embedded Content". */
  readonly data?: string;
}

/** Reads a descriptor; `place` says in errors where it stands, such as `layers[2]`. */
export function parseDescriptor(value: unknown, place: string): Descriptor {
  if (!isObject(value)) throw new InvalidManifestError(`${place} is not a descriptor`);
  const { mediaType, digest, size, platform, artifactType, urls } = value;
  if (typeof mediaType !== 'string') throw new InvalidManifestError(`${place} has no mediaType`);
  if (typeof digest !== 'string' || !isDigest(digest)) {
    throw new InvalidManifestError(`${place} has no sha256 or sha512 digest`);
  }
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw new InvalidManifestError(`${place} has no size in bytes`);
  }
  const annotations = parseAnnotations(value['annotations']);
  const data = provenData(value, { digest, size }, place);
  return {
    mediaType,
    digest,
    size,
    ...(isObject(platform) && { platform: parsePlatform(platform) }),
    ...(typeof artifactType === 'string' && artifactType !== '' && { artifactType }),
    ...(annotations && { annotations }),
    ...(isStrings(urls) && { urls }),
    ...(data !== undefined && { data }),
  };
}

/** The content that stands in the descriptor itself, `undefined` where it has to be read. */
export function embeddedContent({ data }: Descriptor): Uint8Array | undefined {
  return data === undefined ? undefined : Buffer.from(data, 'base64');
}

/** Reads `annotations` of a descriptor or a document: values are texts, what is none is passed over. */
export function parseAnnotations(value: unknown): Descriptor['annotations'] {
  if (!isObject(value)) return undefined;
  const isText = (entry: [string, unknown]): entry is [string, string] =>
    typeof entry[1] === 'string';
  return Object.fromEntries(Object.entries(value).filter(isText));
}

/** The specification has whoever uses embedded content verify it; absent and `null` are one thing to Go's encoders. */
function provenData(
  { data = null }: JsonObject,
  { digest, size }: Pick<Descriptor, 'digest' | 'size'>,
  place: string,
): string | undefined {
  if (data === null) return undefined;
  if (typeof data !== 'string') throw new InvalidManifestError(`${place} has data that is no text`);
  const bytes = Buffer.from(data, 'base64');
  if (bytes.byteLength === size && digestOf(bytes, algorithmOf(digest)) === digest) return data;
  throw new InvalidManifestError(`${place} has data that is not the content of ${digest}`);
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
