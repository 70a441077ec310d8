import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { FaultEffect } from '../../lib/local/embedded-registry/fault.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { LARGEST_MANIFEST_BYTES, parseManifest } from '../../lib/oci/manifest.ts';
import { OCI_MANIFEST } from '../../lib/oci/media-types.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { type Built, content } from '../support/built.ts';
import { image } from '../support/image-builder.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';

const built = image();
const { descriptor } = built.root;
const other = image({ seed: 2 }).root;

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let repository: Repository;

beforeEach(async () => {
  registry = await fixture().start();
  await store(built, registry.storage, { repository: 'app', tag: '1' });
  repository = fixture().app(registry);
});

describe('fetchManifest', () => {
  it('gives the exact bytes', async () => {
    const document = await repository.fetchManifest(descriptor.digest);

    expect(document).toMatchObject({
      bytes: built.root.bytes,
      digest: descriptor.digest,
      mediaType: descriptor.mediaType,
    });
  });

  it.each<[string, FaultEffect]>([
    ['a corrupted byte', { kind: 'corrupt', at: 30 }],
    ['a missing end', { kind: 'truncate', bytes: 30 }],
    ['another document', { kind: 'status', status: 200, body: other.bytes.toString() }],
  ])('refuses %s', async (_, effect) => {
    registry.play({ do: effect });

    await expect(repository.fetchManifest(descriptor.digest)).rejects.toMatchObject({
      kind: 'content',
      code: 'CONTENT_MISMATCH',
      message: expect.stringContaining(descriptor.digest),
    });
  });

  it('verifies a digest of SHA-512', async () => {
    const digest = digestOf(built.root.bytes, 'sha512');
    const body = built.root.bytes.toString();
    registry.play({ do: { kind: 'status', status: 200, body } });

    await expect(repository.fetchManifest(digest)).resolves.toMatchObject({ digest });
  });

  it('reads 4 MiB', async () => {
    const large = manifestOf(LARGEST_MANIFEST_BYTES);
    await store(large, registry.storage, { repository: 'app' });

    const document = await repository.fetchManifest(large.root.descriptor.digest);

    expect(document.bytes).toHaveLength(LARGEST_MANIFEST_BYTES);
  });

  it('refuses a byte more, once', async () => {
    const large = manifestOf(LARGEST_MANIFEST_BYTES + 1);
    await store(large, registry.storage, { repository: 'app' });

    await expect(repository.fetchManifest(large.root.descriptor.digest)).rejects.toMatchObject({
      kind: 'content',
      code: 'CONTENT_TOO_LARGE',
    });

    expect(registry.requests).toHaveLength(1);
  });
});

describe('putManifest', () => {
  const document = parseManifest(built.root.bytes);

  it.each([
    ['its digest', {}, descriptor.digest],
    ['a tag', { tag: '2' }, '2'],
  ])('sends the exact bytes under %s', async (_, options, tagOrDigest) => {
    await repository.putManifest(document, options);

    expect(registry.requests).toMatchObject([
      {
        method: 'PUT',
        path: `/v2/app/manifests/${tagOrDigest}`,
        bytesReceived: descriptor.size,
        headers: { 'content-type': descriptor.mediaType },
      },
    ]);
    expect(await repository.resolve(tagOrDigest)).toEqual(descriptor);
  });

  it('sends 4 MiB', async () => {
    const large = manifestOf(LARGEST_MANIFEST_BYTES);

    await repository.putManifest(parseManifest(large.root.bytes));

    expect(await repository.resolve(large.root.descriptor.digest)).toEqual(large.root.descriptor);
  });

  it.each<[string, FaultEffect]>([
    ['that was refused for now', { kind: 'status', status: 503 }],
    ['whose answer was lost', { kind: 'lose' }],
    ['that broke off', { kind: 'cutUpload', afterBytes: 10 }],
  ])('repeats a request %s', async (_, effect) => {
    registry.play({ method: 'PUT', times: 1, do: effect });

    await repository.putManifest(document, { tag: '2' });

    expect(registry.requests).toHaveLength(2);
    expect(await repository.resolve('2')).toEqual(descriptor);
  });

  it.each([201, 202, 204])('takes %i for success', async (status) => {
    registry.play({ method: 'PUT', do: { kind: 'status', status } });

    await expect(repository.putManifest(document)).resolves.toEqual({ listsReferrer: false });
  });

  it('reports what the registry misses', async () => {
    await expect(repository.putManifest(parseManifest(other.bytes))).rejects.toMatchObject({
      kind: 'content',
      code: 'CONTENT_REFUSED',
      diagnostics: [{ code: 'MANIFEST_BLOB_UNKNOWN' }],
    });
  });
});

/** A manifest of `size` bytes that refers to nothing. */
function manifestOf(size: number): Built {
  const empty = JSON.stringify({ schemaVersion: 2, mediaType: OCI_MANIFEST, layers: [], note: '' });
  const bytes = Buffer.from(empty.replace('""', `"${'x'.repeat(size - empty.length)}"`));
  const root = content(bytes, OCI_MANIFEST);
  return { root, manifests: [root], blobs: [] };
}
