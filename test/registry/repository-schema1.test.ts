import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { schema1Image } from '../support/schema1-builder.ts';
import { store } from '../support/store.ts';

const built = schema1Image();
const { descriptor, bytes } = built.root;
const ABSENT = digestOf(Buffer.from('absent'));

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let repository: Repository;

beforeEach(async () => {
  registry = await fixture().start();
  await store(built, registry.storage, { repository: 'app', tag: '1' });
  repository = fixture().app(registry);
});

describe('a signed manifest of schema 1', () => {
  it('is read by the digest of what was signed', async () => {
    const document = await repository.fetchManifest(descriptor.digest);

    const { digest, mediaType } = descriptor;
    expect(document).toMatchObject({ bytes, digest, mediaType });
  });

  it('is found by its content where HEAD does not help', async () => {
    registry.play({ method: 'HEAD', do: { kind: 'status', status: 405 } });

    expect(await repository.resolve('1')).toEqual(descriptor);
  });

  it('is refused where another was signed', async () => {
    registry.play({ do: { kind: 'corrupt', at: 30 } });

    await expect(repository.fetchManifest(descriptor.digest)).rejects.toMatchObject({
      code: 'CONTENT_MISMATCH',
      message: expect.stringContaining(descriptor.digest),
    });
  });

  it('goes out as it came', async () => {
    const document = await repository.fetchManifest(descriptor.digest);

    await repository.putManifest(document, { tag: '2' });

    const stored = await repository.resolve('2');
    expect(stored).toMatchObject({ mediaType: descriptor.mediaType, digest: digestOf(bytes) });
  });
});

describe('resolveBlob', () => {
  it('says how long a blob is', async () => {
    const [blob] = built.blobs;
    if (!blob) throw new Error('the image has no blob');

    const { digest, size } = blob.descriptor;
    expect(await repository.resolveBlob(digest)).toEqual({
      mediaType: 'application/octet-stream',
      digest,
      size,
    });
  });

  it('finds nothing where there is no such blob', async () => {
    expect(await repository.resolveBlob(ABSENT)).toBeUndefined();
  });

  it.each([403, 500])('fails with %i, and does not take it for absence', async (status) => {
    registry.play({ do: { kind: 'status', status }, times: 10 });

    await expect(repository.resolveBlob(ABSENT)).rejects.toMatchObject({ status });
  });
});
