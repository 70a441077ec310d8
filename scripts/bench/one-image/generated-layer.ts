import { createCipheriv, createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Digest } from '../../../lib/oci/digest.ts';
import { expectStatus } from '../../../test/support/expect-status.ts';
import type { KnownLayer } from '../../../test/support/image-of-layers.ts';
import {
  BLOB_TYPE,
  commitUrl,
  locationOf,
  openUpload,
} from '../../../test/support/upload-session.ts';

const CHUNK_BYTES = 256 * 1024;

/** Streams a gzip layer of `layerBytes` random bytes into `repository`; the same seed makes the same layer. */
export async function generateLayer(
  repository: URL,
  seed: string,
  layerBytes: number,
): Promise<KnownLayer> {
  const [unpacked, packed] = [new Tally(), new Tally()];
  const session = await openUpload(repository);
  let location = session;
  await pipeline(
    unpacked.through(randomBytes(seed, layerBytes)),
    // Stored blocks: nothing compresses random bytes, so only time is saved.
    createGzip({ level: 0, chunkSize: CHUNK_BYTES }),
    async (content: AsyncIterable<Uint8Array>) => {
      location = await patch(session, packed.through(content));
    },
  );

  const { digest, size } = packed;
  await expectStatus(201, commitUrl(location, digest), { method: 'PUT', headers: BLOB_TYPE });
  const mediaType = 'application/vnd.oci.image.layer.v1.tar+gzip';
  return { descriptor: { mediaType, digest, size }, diffId: unpacked.digest };
}

async function patch(session: string, body: AsyncIterable<Uint8Array>): Promise<string> {
  const request: RequestInit = { method: 'PATCH', headers: BLOB_TYPE, body, duplex: 'half' };
  return locationOf(await expectStatus(202, session, request), session);
}

/** Hashes and counts what passes through it. */
class Tally {
  readonly #hash = createHash('sha256');
  #size = 0;

  async *through(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      this.#hash.update(chunk);
      this.#size += chunk.byteLength;
      yield chunk;
    }
  }

  get digest(): Digest {
    return `sha256:${this.#hash.copy().digest('hex')}`;
  }

  get size(): number {
    return this.#size;
  }
}

/** AES in counter mode over zeros: nearly as fast as copying, and decided by the seed. */
async function* randomBytes(seed: string, length: number): AsyncGenerator<Uint8Array> {
  const key = createHash('sha256').update(seed).digest();
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  const zeros = Buffer.alloc(CHUNK_BYTES);
  for (let left = length; left > 0; left -= CHUNK_BYTES) {
    yield cipher.update(zeros.subarray(0, Math.min(left, CHUNK_BYTES)));
  }
}
