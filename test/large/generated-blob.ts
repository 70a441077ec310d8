import { createCipheriv, createHash } from 'node:crypto';
import type { ByteRange } from '../../lib/local/embedded-registry/byte-range.ts';
import type { Descriptor } from '../../lib/oci/descriptor.ts';
import type { Digest } from '../../lib/oci/digest.ts';

/** Content of any size, of which no more than a block is in memory: every byte follows from its place. */
export interface GeneratedBlob {
  readonly descriptor: Descriptor;
  /** All of it, or a part. */
  open(range?: ByteRange): AsyncIterable<Uint8Array>;
}

const BLOCK_BYTES = 1024 ** 2;

/** Where a block tells its number, so that no two are the same. */
const NUMBER_BYTES = 16;

/** As much as a socket takes at once by default. */
const PIECE_BYTES = 64 * 1024;

/** A layer of `size` bytes; the same seed makes the same. Reads it through once for its digest. */
export async function generateBlob(size: number, seed: number): Promise<GeneratedBlob> {
  const block = randomBlock(seed);
  const open = ({ start, end }: ByteRange = { start: 0, end: size - 1 }) =>
    pieces(block, start, end + 1);
  const hash = createHash('sha256');
  for await (const piece of open()) hash.update(piece);
  const digest: Digest = `sha256:${hash.digest('hex')}`;
  const mediaType = 'application/vnd.oci.image.layer.v1.tar';
  return { descriptor: { mediaType, digest, size }, open };
}

/** AES in counter mode over zeros: random for whoever compresses it. */
function randomBlock(seed: number): Uint8Array {
  const key = createHash('sha256').update(`block ${seed}`).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(BLOCK_BYTES));
}

async function* pieces(block: Uint8Array, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let position = start; position < end; ) {
    const within = position % BLOCK_BYTES;
    const piece =
      within < NUMBER_BYTES
        ? numberOf(Math.floor(position / BLOCK_BYTES)).subarray(within)
        : block.subarray(within, within + PIECE_BYTES);
    yield piece.subarray(0, end - position);
    position += piece.byteLength;
  }
}

function numberOf(block: number): Uint8Array {
  return Buffer.from(String(block).padStart(NUMBER_BYTES));
}
