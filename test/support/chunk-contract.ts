import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ChunkedBlobUpload, UploadSessionState } from '../../lib/content/ports.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { Secret } from '../../lib/secret.ts';
import { content } from './built.ts';
import { resumed, startChunked, writeChunk, writeRest } from './chunked-upload.ts';
import { chunksOf } from './chunks.ts';
import { SeededRandom } from './random.ts';
import type { ContentRepository, RepositoryUnderTest } from './repository-contract.ts';

const REASON = new Error('interrupted');
const BLOB = content(new SeededRandom('blob').bytes(1_000_000), 'application/octet-stream');
const CHUNK = 300_000;

/** What `BlobTarget` promises about uploads in chunks; their target takes chunks of {@link CHUNK} bytes. */
export function chunkContract(open: () => Promise<RepositoryUnderTest>): void {
  const { descriptor, bytes } = BLOB;
  let opened: RepositoryUnderTest;
  let repository: ContentRepository;

  beforeEach(async () => {
    opened = await open();
    repository = opened.repository;
  });

  afterEach(() => opened.close());

  /** The session after its first chunk. */
  async function begin(): Promise<ChunkedBlobUpload> {
    const upload = await startChunked(repository, descriptor);
    await writeChunk(upload, bytes, CHUNK);
    return upload;
  }

  /** Takes what was left to its end. */
  async function finish(upload: ChunkedBlobUpload): Promise<void> {
    await writeRest(upload, bytes, CHUNK);
    await upload.chunks.commit();
    expect(digestOf(await repository.fetchBlob(descriptor))).toBe(descriptor.digest);
    expect(await opened.uploads()).toBe(0);
  }

  /** After a chunk that broke off, of which the target may have a part. */
  async function goOn(state: UploadSessionState): Promise<void> {
    const upload = await opened.reopen().resumeUpload(descriptor, saved(state));
    if (!opened.cancelsBrokenUploads) {
      // There is one as long as the target has not heard that the chunk broke off.
      await upload?.cancel();
      return;
    }
    expect(upload?.chunks.offset).toBeGreaterThanOrEqual(CHUNK);
    if (upload) await finish(upload);
  }

  it('become a blob when they are committed, not before', async () => {
    const upload = await begin();
    await writeRest(upload, bytes, CHUNK);

    expect(await repository.hasBlob(descriptor)).toBe(false);
    await finish(upload);
  });

  it('follow each other', async () => {
    const upload = await startChunked(repository, descriptor);
    expect(upload.chunks.offset).toBe(0);

    expect(await writeChunk(upload, bytes, CHUNK)).toBe('written');
    expect(upload.chunks.offset).toBe(CHUNK);
    await writeChunk(upload, bytes, CHUNK);

    expect(upload.chunks.offset).toBe(2 * CHUNK);
    await upload.cancel();
    expect(await opened.uploads()).toBe(0);
  });

  it('go on where they were left', async () => {
    const left = await begin();
    left.chunks.leave();

    const upload = await resumed(repository, descriptor, left.chunks.state());

    expect(upload.chunks.offset).toBe(CHUNK);
    await finish(upload);
  });

  it('go on in another process, with what is known of the session alone', async () => {
    const left = await begin();
    left.chunks.leave();

    const upload = await resumed(opened.reopen(), descriptor, saved(left.chunks.state()));

    expect(upload.chunks.offset).toBe(CHUNK);
    await finish(upload);
  });

  it('go on after one that failed', async () => {
    const broken = await begin();
    async function* failing() {
      yield bytes.subarray(CHUNK, CHUNK + 100_000);
      throw new Error('broken');
    }
    await expect(broken.chunks.write(failing(), { length: CHUNK })).rejects.toThrow();
    broken.chunks.leave();

    await goOn(broken.chunks.state());
  });

  it('go on where the target got further than is known', async () => {
    const left = await begin();
    const known = left.chunks.state();
    await writeChunk(left, bytes, CHUNK);
    left.chunks.leave();

    const upload = await resumed(repository, descriptor, {
      ...left.chunks.state(),
      offset: known.offset,
    });

    expect(upload.chunks.offset).toBe(known.offsetBy === 'status' ? 2 * CHUNK : CHUNK);
    await finish(upload);
  });

  it('of a session that was cancelled do not go on', async () => {
    const cancelled = await begin();
    const state = cancelled.chunks.state();
    await cancelled.cancel();

    const upload = await repository.resumeUpload(descriptor, state);

    const write = upload && writeChunk(upload, bytes, CHUNK);
    if (write) await expect(write).rejects.toMatchObject({ code: 'UPLOAD_LOST', retryable: true });
    await upload?.cancel();
    expect(await opened.uploads()).toBe(0);
  });

  it('of a session that was committed do not go on', async () => {
    const committed = await begin();
    const state = committed.chunks.state();
    await finish(committed);

    const upload = await repository.resumeUpload(descriptor, state);

    if (upload) await expect(upload.chunks.commit()).rejects.toMatchObject({ code: 'UPLOAD_LOST' });
    await upload?.cancel();
  });

  it('that are aborted reject with the reason and go on', async () => {
    const abort = new AbortController();
    const aborted = await begin();
    async function* content() {
      yield bytes.subarray(CHUNK, CHUNK + 100_000);
      abort.abort(REASON);
      yield bytes.subarray(CHUNK + 100_000, 2 * CHUNK);
    }
    const options = { length: CHUNK, signal: abort.signal };
    await expect(aborted.chunks.write(content(), options)).rejects.toBe(REASON);
    aborted.chunks.leave();

    await goOn(aborted.chunks.state());
  });

  it('are not needed where the blob goes up by one write', async () => {
    const upload = await startChunked(repository, descriptor);

    await upload.write(chunksOf(bytes, 100_000));

    expect(await repository.hasBlob(descriptor)).toBe(true);
  });

  it('are left alone by calls that were aborted', async () => {
    const left = await begin();
    left.chunks.leave();
    const signal = AbortSignal.abort(REASON);

    const resuming = repository.resumeUpload(descriptor, left.chunks.state(), { signal });

    await expect(resuming).rejects.toBe(REASON);
    await finish(await resumed(repository, descriptor, left.chunks.state()));
  });
}

/** As it comes back from where a checkpoint is kept. */
function saved({ location, ...state }: UploadSessionState): UploadSessionState {
  return { ...state, location: new Secret(location.reveal()) };
}
