import { expect, it } from 'vitest';
import { digestOf } from '../../lib/oci/digest.ts';
import { content } from './built.ts';
import { bytesOf } from './chunks.ts';
import { SeededRandom } from './random.ts';
import type { ContentRepository } from './repository-contract.ts';
import { upload } from './upload.ts';

const REASON = new Error('interrupted');

/** Several chunks for whoever reads it. */
const BLOB = content(new SeededRandom('blob').bytes(10_000), 'application/octet-stream');
const NOTHING = content(new Uint8Array(), 'application/octet-stream');

/** What {@link ContentRepository} promises about blobs; the repository is empty before each test. */
export function blobContract(repository: () => ContentRepository): void {
  it('are absent until they are uploaded', async () => {
    expect(await repository().hasBlob(BLOB.descriptor)).toBe(false);

    await upload(repository(), BLOB);

    expect(await repository().hasBlob(BLOB.descriptor)).toBe(true);
  });

  it.each([
    ['of many bytes', BLOB],
    ['of no bytes', NOTHING],
  ])('%s come back as they are', async (_, blob) => {
    await upload(repository(), blob);

    const streamed = await bytesOf(await repository().openBlob(blob.descriptor));
    const fetched = await repository().fetchBlob(blob.descriptor);

    expect(digestOf(streamed)).toBe(blob.descriptor.digest);
    expect(digestOf(fetched)).toBe(blob.descriptor.digest);
  });

  it.each([0, 1, 4_567, 9_999, 10_000])('can be read from byte %i on', async (from) => {
    await upload(repository(), BLOB);

    const rest = await bytesOf(await repository().openBlob(BLOB.descriptor, { from }));

    expect(digestOf(rest)).toBe(digestOf(BLOB.bytes.subarray(from)));
  });

  it.each([
    ['of many bytes', BLOB],
    ['of no bytes', NOTHING],
  ])('%s are found by digest, with their size', async (_, blob) => {
    const { digest, size } = blob.descriptor;
    expect(await repository().resolveBlob(digest)).toBeUndefined();

    await upload(repository(), blob);

    expect(await repository().resolveBlob(digest)).toMatchObject({ digest, size });
  });

  it('are an error where one is read that is missing', async () => {
    const absent = { ...BLOB.descriptor, digest: digestOf(Buffer.from('absent')) };

    await expect(repository().openBlob(absent)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(repository().fetchBlob(absent)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('can be closed before they are read, in the middle and at the end', async () => {
    await upload(repository(), BLOB);

    const unread = await repository().openBlob(BLOB.descriptor);
    unread.close();
    unread.close();
    const begun = await repository().openBlob(BLOB.descriptor);
    for await (const _ of begun) break;
    begun.close();
    const read = await repository().openBlob(BLOB.descriptor);
    await bytesOf(read);
    read.close();
  });

  it('are left alone by calls that were aborted', async () => {
    const signal = AbortSignal.abort(REASON);
    await upload(repository(), BLOB);

    await expect(repository().hasBlob(BLOB.descriptor, { signal })).rejects.toBe(REASON);
    await expect(repository().resolveBlob(BLOB.descriptor.digest, { signal })).rejects.toBe(REASON);
    await expect(repository().openBlob(BLOB.descriptor, { signal })).rejects.toBe(REASON);
    await expect(repository().fetchBlob(BLOB.descriptor, { signal })).rejects.toBe(REASON);
  });
}
