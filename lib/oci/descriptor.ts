import { type Digest, isDigest } from './digest.ts';
import { InvalidManifestError } from './errors.ts';
import { isObject } from './json.ts';
import { type Platform, parsePlatform } from './platform.ts';

/** Names content and says what it is: image specification, `descriptor.md`. `size` is in bytes. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: Digest;
  readonly size: number;
  readonly platform?: Platform;
  /** Where content may be had besides the registry, on foreign layers. */
  readonly urls?: readonly string[];
}

/** Reads a descriptor; `place` says in errors where it stands, such as `layers[2]`. */
export function parseDescriptor(value: unknown, place: string): Descriptor {
  if (!isObject(value)) throw new InvalidManifestError(`${place} is not a descriptor`);
  const { mediaType, digest, size, platform, urls } = value;
  if (typeof mediaType !== 'string') throw new InvalidManifestError(`${place} has no mediaType`);
  if (typeof digest !== 'string' || !isDigest(digest)) {
    throw new InvalidManifestError(`${place} has no sha256 or sha512 digest`);
  }
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw new InvalidManifestError(`${place} has no size in bytes`);
  }
  return {
    mediaType,
    digest,
    size,
    ...(isObject(platform) && { platform: parsePlatform(platform) }),
    ...(isStrings(urls) && { urls }),
  };
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
