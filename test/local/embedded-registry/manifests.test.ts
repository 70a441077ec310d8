import { describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../../lib/local/embedded-registry/embedded-registry.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { LARGEST_MANIFEST_BYTES } from '../../../lib/oci/manifest.ts';
import { OCI_INDEX, OCI_MANIFEST } from '../../../lib/oci/media-types.ts';
import type { BuiltContent } from '../../support/built.ts';
import { image } from '../../support/image-builder.ts';
import { index } from '../../support/index-builder.ts';
import { push } from '../../support/push.ts';
import { codeOf, request, useRegistries } from './opened-registries.ts';

const start = useRegistries();

const APP = { repository: 'team/app', tag: '1' };

function put(
  registry: EmbeddedRegistry,
  tagOrDigest: string,
  { bytes, contentType = OCI_MANIFEST }: { bytes: Uint8Array; contentType?: string },
): Promise<Response> {
  return request(registry, `/v2/team/app/manifests/${tagOrDigest}`, {
    method: 'PUT',
    headers: { 'content-type': contentType },
    body: Buffer.from(bytes),
  });
}

function get({ descriptor }: BuiltContent, registry: EmbeddedRegistry): Promise<Response> {
  return request(registry, `/v2/team/app/manifests/${descriptor.digest}`);
}

describe('GET and HEAD of a manifest', () => {
  it.each(['1', image().root.descriptor.digest])('gives the bytes that %s names', async (name) => {
    const registry = await start();
    const built = image();
    const { root } = built;
    await push(built, registry.url, APP);

    const got = await request(registry, `/v2/team/app/manifests/${name}`);
    const head = await request(registry, `/v2/team/app/manifests/${name}`, { method: 'HEAD' });

    expect(Buffer.from(await got.arrayBuffer())).toEqual(root.bytes);
    for (const { status, headers } of [got, head]) {
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe(root.descriptor.mediaType);
      expect(headers.get('content-length')).toBe(String(root.descriptor.size));
      expect(headers.get('docker-content-digest')).toBe(root.descriptor.digest);
    }
  });

  it('tells a missing repository from a missing manifest', async () => {
    const registry = await start();
    await push(image(), registry.url, APP);

    const repository = await request(registry, '/v2/team/other/manifests/1');
    const manifest = await request(registry, '/v2/team/app/manifests/2');

    expect([repository.status, await codeOf(repository)]).toEqual([404, 'NAME_UNKNOWN']);
    expect([manifest.status, await codeOf(manifest)]).toEqual([404, 'MANIFEST_UNKNOWN']);
  });
});

describe('PUT of a manifest', () => {
  it('moves the tag and keeps what had it', async () => {
    const registry = await start();
    const [older, newer] = [image({ seed: 1 }), image({ seed: 2 })];
    await push(older, registry.url, APP);

    await push(newer, registry.url, APP);

    const tagged = await request(registry, '/v2/team/app/manifests/1');
    expect(tagged.headers.get('docker-content-digest')).toBe(newer.root.descriptor.digest);
    expect((await get(older.root, registry)).status).toBe(200);
  });

  it('stores bytes under their sha512 digest', async () => {
    const registry = await start();
    const built = image();
    const { root } = built;
    await push(built, registry.url, APP);
    const digest = digestOf(root.bytes, 'sha512');

    const answer = await put(registry, digest, { bytes: root.bytes });

    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`/v2/team/app/manifests/${digest}`);
    expect((await request(registry, `/v2/team/app/manifests/${digest}`)).status).toBe(200);
  });

  it('gives back the type that a document without one came with', async () => {
    const registry = await start();
    const bytes = Buffer.from('{"schemaVersion":2,"manifests":[]}');

    await put(registry, 'untyped', { bytes, contentType: OCI_INDEX });

    const { headers } = await request(registry, '/v2/team/app/manifests/untyped');
    expect(headers.get('content-type')).toBe(OCI_INDEX);
  });

  it('asks neither for foreign layers nor for the subject', async () => {
    const registry = await start();
    const built = image({ foreignLayer: true, subject: image({ seed: 2 }).root.descriptor });

    await push(built, registry.url, APP);

    expect((await get(built.root, registry)).status).toBe(200);
  });

  it('asks for the blobs of the same repository', async () => {
    const registry = await start();
    const built = image();
    await push(built, registry.url, { repository: 'team/other' });

    const answer = await put(registry, '1', { bytes: built.root.bytes });

    expect([answer.status, await codeOf(answer)]).toEqual([400, 'MANIFEST_BLOB_UNKNOWN']);
  });

  it('asks for the manifests of an index', async () => {
    const registry = await start();
    const { bytes } = index([image()]).root;

    const answer = await put(registry, '1', { bytes, contentType: OCI_INDEX });

    expect([answer.status, await codeOf(answer)]).toEqual([400, 'MANIFEST_UNKNOWN']);
  });

  const empty = Buffer.from(`{"schemaVersion":2,"mediaType":"${OCI_MANIFEST}"}`);

  it.each([
    ['another digest', digestOf(Buffer.from('x')), empty, OCI_MANIFEST, 400, 'DIGEST_INVALID'],
    ['half a digest', 'sha256:abc', empty, OCI_MANIFEST, 400, 'DIGEST_INVALID'],
    ['no tag', '-dash', empty, OCI_MANIFEST, 400, 'TAG_INVALID'],
    ['another type', '1', empty, OCI_INDEX, 400, 'MANIFEST_INVALID'],
    ['no JSON', '1', Buffer.from('{'), OCI_MANIFEST, 400, 'MANIFEST_INVALID'],
    ['too much', '1', Buffer.alloc(LARGEST_MANIFEST_BYTES + 1), OCI_MANIFEST, 413, 'SIZE_INVALID'],
  ])('refuses %s', async (_, tagOrDigest, bytes, contentType, status, code) => {
    const registry = await start();

    const answer = await put(registry, tagOrDigest, { bytes, contentType });

    expect([answer.status, await codeOf(answer)]).toEqual([status, code]);
    expect(await registry.storage.listRepositories()).toEqual([]);
  });

  it('takes a manifest of exactly 4 MiB', async () => {
    const registry = await start();
    const beginning = '{"schemaVersion":2,"annotations":{"a":"';
    const bytes = Buffer.from(`${beginning.padEnd(LARGEST_MANIFEST_BYTES - 3, 'a')}"}}`);

    const answer = await put(registry, '1', { bytes });

    expect([bytes.byteLength, answer.status]).toEqual([LARGEST_MANIFEST_BYTES, 201]);
  });
});

describe('DELETE of a manifest', () => {
  it('takes a tag away and leaves the manifest', async () => {
    const registry = await start();
    const built = image();
    const { root } = built;
    await push(built, registry.url, APP);

    const answer = await request(registry, '/v2/team/app/manifests/1', { method: 'DELETE' });

    expect(answer.status).toBe(202);
    expect((await request(registry, '/v2/team/app/manifests/1')).status).toBe(404);
    expect((await get(root, registry)).status).toBe(200);
  });

  it('takes a manifest away with its tags', async () => {
    const registry = await start();
    const built = image();
    const { root } = built;
    await push(built, registry.url, APP);
    const path = `/v2/team/app/manifests/${root.descriptor.digest}`;

    const answer = await request(registry, path, { method: 'DELETE' });

    expect(answer.status).toBe(202);
    expect((await request(registry, '/v2/team/app/manifests/1')).status).toBe(404);
    expect((await request(registry, path, { method: 'DELETE' })).status).toBe(404);
    expect(await registry.storage.sizeOf('team/app', root.descriptor.digest)).toBeUndefined();
  });
});
