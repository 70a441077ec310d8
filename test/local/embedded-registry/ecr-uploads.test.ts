import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../../lib/local/embedded-registry/embedded-registry.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import type { Built } from '../../support/built.ts';
import { image } from '../../support/image-builder.ts';
import { store } from '../../support/store.ts';
import { codeOf, putBlob, request, useRegistries } from './opened-registries.ts';

const start = useRegistries();

const UPLOADS = '/v2/app/blobs/uploads/';
const DIGEST = digestOf(Buffer.from('0123456789'));

let registry: EmbeddedRegistry;
let location: string;

beforeEach(async () => {
  registry = await start({ uploads: 'ecr', minChunkBytes: 4 });
  const opened = await request(registry, UPLOADS, { method: 'POST' });
  location = opened.headers.get('location') ?? '';
});

async function patch(body: string, first: number): Promise<Response> {
  const range = `${first}-${first + body.length - 1}`;
  return await request(registry, location, {
    method: 'PATCH',
    body,
    headers: { 'content-range': range },
  });
}

async function commit(): Promise<number> {
  const answer = await request(registry, `${location}?digest=${DIGEST}`, { method: 'PUT' });
  return answer.status;
}

describe('an upload session as on ECR', () => {
  it('answers chunks by 201, a range that sticks and the same location', async () => {
    const answers = [await patch('0123', 0), await patch('4567', 4), await patch('89', 8)];

    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(answers.map(({ headers }) => headers.get('range'))).toEqual(['0-3', '0-3', '0-3']);
    expect(answers.map(({ headers }) => headers.get('location'))).toEqual(
      answers.map(() => location),
    );
    expect(await commit()).toBe(201);
  });

  it('has no status', async () => {
    expect((await request(registry, location)).status).toBe(404);
  });

  it('refuses bytes that are there, and says where it is', async () => {
    await patch('0123', 0);
    await patch('4567', 4);

    const answer = await patch('4567', 4);

    expect(answer.status).toBe(416);
    expect(await answer.json()).toMatchObject({
      errors: [
        {
          code: 'BLOB_UPLOAD_INVALID',
          message: 'First byte of the layer part is 4 instead of 8',
        },
      ],
    });
  });

  it('does not tell what chunks must have, but refuses others', async () => {
    const opened = await request(registry, UPLOADS, { method: 'POST' });
    await patch('012', 0);

    const answer = await patch('3456', 3);

    expect(opened.headers.get('oci-chunk-min-length')).toBeNull();
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'SIZE_INVALID']);
  });

  it('keeps nothing of a chunk that broke off', async () => {
    await patch('0123', 0);
    registry.play({ method: 'PATCH', times: 1, do: { kind: 'cutUpload', afterBytes: 2 } });
    await expect(patch('4567', 4)).rejects.toThrow();

    const again = await patch('456789', 4);

    expect(again.status).toBe(201);
    expect(await commit()).toBe(201);
  });
});

describe('a registry as ECR', () => {
  it('mounts a blob when a manifest of its repository refers to it', async () => {
    const built = image();
    const [blob] = built.blobs;
    const digest = blob?.descriptor.digest ?? '';
    await putBlob(registry, 'base', blob?.bytes ?? new Uint8Array());
    const mount = async () => {
      const path = `${UPLOADS}?mount=${digest}&from=base`;
      return (await request(registry, path, { method: 'POST' })).status;
    };

    expect(await mount()).toBe(202);
    await store(built, registry.storage, { repository: 'base' });

    expect(await mount()).toBe(201);
  });

  it('does not say where a manifest is', async () => {
    const built = image();
    await store(built, registry.storage, { repository: 'app' });

    const answer = await putManifest(built, '1');

    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBeNull();
  });

  it('refuses a tag that is there where tags are immutable, even for the same manifest', async () => {
    registry = await start({ uploads: 'ecr', immutableTags: true });
    const built = image();
    await store(built, registry.storage, { repository: 'app' });
    const first = await putManifest(built, '1');

    const second = await putManifest(built, '1');

    expect(first.status).toBe(201);
    expect([second.status, await codeOf(second)]).toEqual([400, 'TAG_INVALID']);
    expect((await putManifest(built, '2')).status).toBe(201);
    expect((await putManifest(built, built.root.descriptor.digest)).status).toBe(201);
  });
});

async function putManifest({ root }: Built, tagOrDigest: string): Promise<Response> {
  return await request(registry, `/v2/app/manifests/${tagOrDigest}`, {
    method: 'PUT',
    body: Buffer.from(root.bytes),
    headers: { 'content-type': root.descriptor.mediaType },
  });
}
