import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryRepository } from '../../lib/content/memory-repository.ts';
import type { Descriptor } from '../../lib/oci/descriptor.ts';
import { begun } from '../support/begun.ts';
import { bytesOf, chunksOf } from '../support/chunks.ts';

const BYTES = Buffer.from('twelve bytes');
const OTHER_BYTES = Buffer.from('TWELVE BYTES');

describe('MemoryRepository', () => {
  let repository: MemoryRepository;
  let blob: Descriptor;

  beforeEach(() => {
    repository = new MemoryRepository();
    blob = repository.add(BYTES);
  });

  it('believes the digest that an upload is committed under', async () => {
    const empty = new MemoryRepository();

    await (await begun(empty.startUpload(blob))).write(chunksOf(OTHER_BYTES));

    expect(empty.content(blob)).toEqual(OTHER_BYTES);
  });

  it('gives corrupted content out, though not where it promises to verify', async () => {
    repository.corrupt(blob, OTHER_BYTES);

    expect(await bytesOf(await repository.openBlob(blob))).toEqual(OTHER_BYTES);
    await expect(repository.fetchBlob(blob)).rejects.toMatchObject({ code: 'CONTENT_MISMATCH' });
  });

  it('remembers what was opened, and whether it has ended', async () => {
    const read = await repository.openBlob(blob);
    const closed = await repository.openBlob(blob);
    await repository.openBlob(blob);

    await bytesOf(read);
    closed.close();

    expect(repository.opened.map(({ ended }) => ended)).toEqual([true, true, false]);
    await expect(bytesOf(closed)).rejects.toThrow('after its end');
  });

  it('counts what uploads brought, and those that are open', async () => {
    const longer = { ...blob, size: 99 };
    const failed = await begun(repository.startUpload(longer));
    await begun(repository.startUpload(longer));

    await expect(failed.write(chunksOf(BYTES))).rejects.toMatchObject({ code: 'CONTENT_MISMATCH' });
    await failed.cancel();

    expect([repository.received, repository.uploads]).toEqual([12, 1]);
  });
});
