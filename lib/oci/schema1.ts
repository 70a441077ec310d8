import { type Digest, isDigest } from './digest.ts';
import { InvalidManifestError } from './errors.ts';
import { isObject, type JsonObject, readObject } from './json.ts';
import { partsOf } from './json-parts.ts';
import { type Platform, parsePlatform } from './platform.ts';

// Docker's "Image Manifest Version 2, Schema 1", and the pretty JSON web signatures of its library libtrust.

/** Where libtrust put the signatures: between the first `length` bytes and `tail`. */
interface Format {
  readonly length: number;
  readonly tail: Uint8Array;
}

/** Whether a document is a manifest of schema 1, by its own word. */
export function isSchema1({ schemaVersion, fsLayers }: JsonObject): boolean {
  return schemaVersion === 1 && Array.isArray(fsLayers);
}

/**
 * What the digest of a manifest covers: in schema 1 the part that was signed, where
 * there are signatures and nothing else was put beside it; everything else whole.
 */
export function payloadOf(bytes: Uint8Array): Uint8Array {
  const document = readObject(bytes);
  if (!document || !isSchema1(document)) return bytes;
  const format = formatOf(document['signatures']);
  if (!format) return bytes;
  const payload = Buffer.concat([bytes.subarray(0, format.length), format.tail]);
  // Else whoever reads the whole would see another image than whoever reads what the digest proves.
  const signed = membersOf(bytes).filter(([name]) => name !== 'signatures');
  const isSigned =
    readObject(payload) && JSON.stringify(membersOf(payload)) === JSON.stringify(signed);
  return isSigned ? payload : bytes;
}

/** Names and values, the latter as they are spelled. */
function membersOf(bytes: Uint8Array): readonly (readonly [string | undefined, string])[] {
  const json = new TextDecoder().decode(bytes);
  return partsOf(json).map(({ name, start, end }) => [name, json.slice(start, end)]);
}

/** Blobs of a manifest of schema 1, each once: a layer that changes nothing stands there again and again. */
export function schema1Blobs({ fsLayers }: JsonObject): readonly Digest[] {
  return Array.isArray(fsLayers) ? [...new Set(fsLayers.map(blobSum))] : [];
}

/** What the image runs on: `history` has the configuration of the newest layer first, as a text. */
export function schema1Platform(bytes: Uint8Array): Platform | undefined {
  const manifest = readObject(bytes);
  const history = manifest?.['history'];
  const newest: unknown = Array.isArray(history) ? history[0] : undefined;
  const text = isObject(newest) ? newest['v1Compatibility'] : undefined;
  const config = typeof text === 'string' ? readObject(text) : undefined;
  return manifest && parsePlatform({ architecture: manifest['architecture'], ...config });
}

function blobSum(layer: unknown, position: number): Digest {
  const digest = isObject(layer) ? layer['blobSum'] : undefined;
  if (typeof digest === 'string' && isDigest(digest)) return digest;
  throw new InvalidManifestError(`fsLayers[${position}] has no sha256 or sha512 blobSum`);
}

/** From the `protected` header of the first signature: libtrust wants the same of all of them. */
function formatOf(signatures: unknown): Format | undefined {
  const first: unknown = Array.isArray(signatures) ? signatures[0] : undefined;
  const encoded = isObject(first) ? first['protected'] : undefined;
  if (typeof encoded !== 'string') return undefined;
  const { formatLength: length, formatTail: tail } =
    readObject(Buffer.from(encoded, 'base64url')) ?? {};
  if (typeof length !== 'number' || typeof tail !== 'string') return undefined;
  return { length, tail: Buffer.from(tail, 'base64url') };
}
