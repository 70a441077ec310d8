import { randomUUID } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Table } from './table.ts';
import { ABSENT, type ItemKey, put, remove } from './table-writes.ts';

/** A text of any length, gzipped: all of it, or where its parts are. */
export type KeptText =
  | { readonly data: Uint8Array }
  | { readonly keeper: string; readonly chunks: number };

/** An item holds 400 KB, its names included. */
const CHUNK_BYTES = 350_000;

interface Chunk {
  readonly data: Uint8Array;
}

/** Keeps long texts whole: nobody reads one before the last part of it is there. What is kept under a key stays. */
export class KeptTexts {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** `undefined` where nothing is kept, or not all of it any more. */
  async read(key: ItemKey<KeptText>): Promise<string | undefined> {
    const kept = await this.#table.get(key);
    if (!kept) return undefined;
    if ('data' in kept) return gunzipSync(kept.data).toString();
    const chunks = await this.#table.getMany(chunkKeys(key, kept));
    const parts = chunks.flatMap((chunk) => (chunk ? [chunk.data] : []));
    return parts.length === kept.chunks ? gunzipSync(Buffer.concat(parts)).toString() : undefined;
  }

  /** Resolves to whether this call kept the text, rather than one before it. */
  async keep(key: ItemKey<KeptText>, text: string, expiresAt?: number): Promise<boolean> {
    const data = gzipSync(text);
    const options = { expiresAt, condition: ABSENT };
    const kept =
      data.byteLength <= CHUNK_BYTES ? { data } : await this.#putChunks(key, data, expiresAt);
    const { isWritten } = await this.#table.write(put(key, kept, options));
    return isWritten;
  }

  async remove(key: ItemKey<KeptText>): Promise<void> {
    const kept = await this.#table.get(key);
    if (!kept) return;
    await this.#table.write(remove(key));
    if ('data' in kept) return;
    for (const chunk of chunkKeys(key, kept)) await this.#table.write(remove(chunk));
  }

  async #putChunks(
    key: ItemKey<KeptText>,
    data: Uint8Array,
    expiresAt: number | undefined,
  ): Promise<KeptText> {
    const kept = { keeper: randomUUID(), chunks: Math.ceil(data.byteLength / CHUNK_BYTES) };
    for (const [position, chunk] of chunkKeys(key, kept).entries()) {
      const start = position * CHUNK_BYTES;
      const part = { data: data.subarray(start, start + CHUNK_BYTES) };
      await this.#table.write(put(chunk, part, { expiresAt }));
    }
    return kept;
  }
}

/** Each keeper has parts of its own, so that two at one time do not mix theirs. */
function chunkKeys(
  { pk, sk }: ItemKey<KeptText>,
  { keeper, chunks }: Extract<KeptText, { keeper: string }>,
): readonly ItemKey<Chunk>[] {
  return Array.from({ length: chunks }, (_, position) => ({
    pk,
    sk: `${sk}#${keeper}#${position}`,
  }));
}
