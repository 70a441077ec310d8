import { generateKeyPairSync, sign } from 'node:crypto';
import { digestOf } from '../../lib/oci/digest.ts';
import { DOCKER_SCHEMA1, DOCKER_SCHEMA1_SIGNED } from '../../lib/oci/media-types.ts';
import { type Built, type BuiltContent, distinct } from './built.ts';
import { layer } from './layer-builder.ts';
import { parsePlatform, platformJson } from './platform.ts';
import { SeededRandom } from './random.ts';

export interface Schema1Options {
  /** Default `linux/amd64`. */
  readonly platform?: string;
  /** Whether libtrust's signature is added; it is another at every call, the digest is not. Default true. */
  readonly signed?: boolean;
}

/** What stands behind the signatures: Docker printed with three spaces. */
const TAIL = '\n}';

/** An image as Docker pushed it before 2015; its empty layer stands there twice, as it did in most. */
export function schema1Image({
  platform = 'linux/amd64',
  signed = true,
}: Schema1Options = {}): Built {
  const random = new SeededRandom(`schema 1 ${platform}`);
  const options = { mediaTypes: 'docker', compression: 'gzip' } as const;
  const filled = layer(random, { ...options, layerBytes: 1000 });
  const empty = layer(random, { ...options, layerBytes: 0 });
  const payload = Buffer.from(payloadJson(parsePlatform(platform), [empty, filled, empty]));
  const bytes = signed ? withSignature(payload) : payload;
  const mediaType = signed ? DOCKER_SCHEMA1_SIGNED : DOCKER_SCHEMA1;
  const descriptor = { mediaType, digest: digestOf(payload), size: bytes.byteLength };
  const root = { descriptor, bytes };
  return { root, manifests: [root], blobs: distinct([empty, filled]) };
}

function payloadJson(
  platform: ReturnType<typeof parsePlatform>,
  layers: readonly BuiltContent[],
): string {
  const manifest = {
    schemaVersion: 1,
    name: 'team/old',
    tag: '1',
    architecture: platform.architecture,
    fsLayers: layers.map(({ descriptor }) => ({ blobSum: descriptor.digest })),
    history: layers.map((_, position) => ({
      v1Compatibility: JSON.stringify({ id: `${position}`, ...platformJson(platform) }),
    })),
  };
  return JSON.stringify(manifest, null, 3);
}

/** libtrust's `JSONSignature.PrettySignature`: a JSON web signature within the text that it is about. */
function withSignature(payload: Buffer): Buffer {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const formatLength = payload.byteLength - TAIL.length;
  const header = { formatLength, formatTail: encoded(TAIL), time: '2015-01-01T00:00:00Z' };
  const protectedHeader = encoded(JSON.stringify(header));
  const input = Buffer.from(`${protectedHeader}.${payload.toString('base64url')}`);
  const signature = {
    header: { jwk: publicKey.export({ format: 'jwk' }), alg: 'ES256' },
    signature: sign('sha256', input, { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString(
      'base64url',
    ),
    protected: protectedHeader,
  };
  const head = payload.subarray(0, formatLength).toString();
  return Buffer.from(`${head},\n   "signatures": ${JSON.stringify([signature])}${TAIL}`);
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64url');
}
