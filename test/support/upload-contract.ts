import { expect, it } from 'vitest';
import type { BlobUpload } from '../../lib/content/ports.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { parseManifest } from '../../lib/oci/manifest.ts';
import { OCI_MANIFEST } from '../../lib/oci/media-types.ts';
import { begun } from './begun.ts';
import { content } from './built.ts';
import { chunksOf } from './chunks.ts';
import { SeededRandom } from './random.ts';
import type { RepositoryUnderTest } from './repository-contract.ts';
import { upload } from './upload.ts';

const REASON = new Error('interrupted');
const BLOB = content(new SeededRandom('blob').bytes(10_000), 'application/octet-stream');

const IMAGE = parseManifest(
  Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: OCI_MANIFEST,
      config: BLOB.descriptor,
      layers: [],
    }),
  ),
);

/** What `BlobTarget` promises about uploads, from their start to their end. */
export function uploadContract(opened: () => RepositoryUnderTest): void {
  const { descriptor, bytes } = BLOB;

  it('leave no session when they are done', async () => {
    await upload(opened().repository, BLOB);

    expect(await opened().uploads()).toBe(0);
  });

  it('leave neither session nor blob when they are cancelled', async () => {
    const started = await begun(opened().repository.startUpload(descriptor));

    await started.cancel();

    expect(await opened().uploads()).toBe(0);
    expect(await opened().repository.hasBlob(descriptor)).toBe(false);
  });

  it('of content that is too short are never committed', async () => {
    await expectRefused(opened(), (started) => started.write(chunksOf(bytes.subarray(1))));
  });

  it('of content that fails are never committed', async () => {
    async function* broken() {
      yield bytes.subarray(0, 5000);
      throw new Error('broken');
    }

    await expectRefused(opened(), (started) => started.write(broken()));
  });

  it('that are aborted reject with the reason and are never committed', async () => {
    const abort = new AbortController();
    async function* content() {
      yield bytes.subarray(0, 5000);
      abort.abort(REASON);
      yield bytes.subarray(5000);
    }

    const failure = await expectRefused(opened(), (started) =>
      started.write(content(), { signal: abort.signal }),
    );

    expect(failure).toBe(REASON);
  });

  it('that were aborted before open no session', async () => {
    const signal = AbortSignal.abort(REASON);

    await expect(opened().repository.startUpload(descriptor, { signal })).rejects.toBe(REASON);

    expect(await opened().uploads()).toBe(0);
  });

  it('are spared by a mount', async () => {
    const { repository, sibling, siblingName: mountFrom } = opened();
    await upload(sibling, BLOB);
    // Some registries let others have a blob only when an image refers to it.
    await sibling.putManifest(IMAGE);

    expect(await repository.startUpload(descriptor, { mountFrom })).toBe('mounted');

    expect(digestOf(await repository.fetchBlob(descriptor))).toBe(descriptor.digest);
    expect(await opened().uploads()).toBe(0);
  });

  it('take the place of a mount that is not possible', async () => {
    const { repository, siblingName: mountFrom } = opened();
    const started = await begun(repository.startUpload(descriptor, { mountFrom }));

    await started.write(chunksOf(bytes));

    expect(await repository.hasBlob(descriptor)).toBe(true);
  });
}

/** Expects `write` to fail and to leave neither session nor blob; gives what it failed with. */
async function expectRefused(
  { repository, uploads, cancelsBrokenUploads }: RepositoryUnderTest,
  write: (upload: BlobUpload) => Promise<void>,
): Promise<unknown> {
  const started = await begun(repository.startUpload(BLOB.descriptor));
  const failure = await write(started).then(
    () => undefined,
    (error: unknown) => error,
  );
  await started.cancel();

  expect(failure).toBeInstanceOf(Error);
  if (cancelsBrokenUploads) expect(await uploads()).toBe(0);
  expect(await repository.hasBlob(BLOB.descriptor)).toBe(false);
  return failure;
}
