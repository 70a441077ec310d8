import { beforeEach, describe, expect, it } from 'vitest';
import type { BlobUpload } from '../../lib/content/ports.ts';
import { verified } from '../../lib/content/verified.ts';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { countAsked } from '../support/asked.ts';
import { begun } from '../support/begun.ts';
import { type BuiltContent, content } from '../support/built.ts';
import { chunksOf } from '../support/chunks.ts';
import { SeededRandom } from '../support/random.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';

const UPLOADS = '/v2/app/blobs/uploads/';
const { descriptor, bytes } = built(10_000);

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
let repository: Repository;

beforeEach(async () => {
  registry = await fixture().start();
  repository = fixture().app(registry);
});

function built(size: number): BuiltContent {
  return content(new SeededRandom('blob').bytes(size), 'application/octet-stream');
}

function start(): Promise<BlobUpload> {
  return begun(repository.startUpload(descriptor));
}

async function stored(): Promise<Buffer | undefined> {
  if ((await registry.storage.sizeOf('app', descriptor.digest)) === undefined) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of registry.storage.openContent('app', descriptor.digest)) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

describe('an upload', () => {
  it('is one POST and one PUT of the exact bytes', async () => {
    const upload = await start();

    await upload.write(chunksOf(bytes));

    expect(await stored()).toEqual(bytes);
    expect(registry.requests).toMatchObject([
      { method: 'POST', path: UPLOADS, status: 202 },
      { method: 'PUT', bytesReceived: 10_000, headers: { 'content-length': '10000' }, status: 201 },
    ]);
  });

  it('keeps the query of its location', async () => {
    const upload = await start();

    await upload.write(chunksOf(bytes));

    expect([...(registry.requests[1]?.query ?? [])]).toEqual([
      ['_state', expect.any(String)],
      ['digest', descriptor.digest],
    ]);
  });

  it.each([
    ['relative', 'elsewhere?a=%2F%20b'],
    ['absolute', 'http://localhost/elsewhere?a=%2F%20b'],
  ])('goes where a location leads that is %s', async (_, location) => {
    const headers = { Location: location.replace('localhost', registry.host) };
    registry.play({ method: 'POST', do: { kind: 'status', status: 202, headers } });
    registry.play({ method: 'PUT', do: { kind: 'status', status: 201 } });
    const upload = await start();

    await upload.write(chunksOf(bytes));

    expect(registry.requests[1]?.path).toMatch(/\/elsewhere$/);
    expect(registry.requests[1]?.query.get('a')).toBe('/ b');
  });

  it('is a defect of the registry where there is no location', async () => {
    registry.play({ method: 'POST', do: { kind: 'status', status: 202 } });

    await expect(start()).rejects.toMatchObject({ code: 'UNEXPECTED_RESPONSE' });
  });

  it.each([201, 202, 204])('has succeeded with %i', async (status) => {
    const upload = await start();
    registry.play({ method: 'PUT', times: 1, do: { kind: 'status', status } });

    await expect(upload.write(chunksOf(bytes))).resolves.toBeUndefined();

    await upload.cancel();
  });

  it('sends a blob without bytes', async () => {
    const nothing = content(new Uint8Array(), 'application/octet-stream').descriptor;
    const upload = await begun(repository.startUpload(nothing));

    await upload.write(verified(chunksOf(new Uint8Array()), nothing));

    expect(await repository.hasBlob(nothing)).toBe(true);
    expect(registry.requests[1]?.headers['content-length']).toBe('0');
  });

  it('is not sent a second time by itself', async () => {
    const upload = await start();
    registry.play({ method: 'PUT', times: 1, do: { kind: 'status', status: 503 } });

    await expect(upload.write(chunksOf(bytes))).rejects.toMatchObject({ retryable: true });

    expect(countAsked(registry, 'PUT', /./)).toBe(1);
    await upload.cancel();
  });
});

describe('wrong content', () => {
  it.each([
    ['a wrong last byte', Buffer.concat([bytes.subarray(0, -1), Buffer.from('?')]), 9000],
    ['fewer bytes', bytes.subarray(0, -1), 9000],
    ['more bytes', Buffer.concat([bytes, Buffer.from('?')]), 9000],
    ['no bytes', new Uint8Array(), 0],
  ])('with %s never completes', async (_, sent, most) => {
    const upload = await start();

    const write = upload.write(verified(chunksOf(sent), descriptor));

    await expect(write).rejects.toMatchObject({ code: 'CONTENT_MISMATCH' });
    await upload.cancel();
    expect(await stored()).toBeUndefined();
    expect(registry.uploads).toBe(0);
    expect(registry.requests.filter(({ method }) => method === 'PUT')).not.toContainEqual(
      expect.objectContaining({ status: 201 }),
    );
    for (const { bytesReceived } of registry.requests) {
      expect(bytesReceived).toBeLessThanOrEqual(most);
    }
  });

  it('that is not verified and too short never completes', async () => {
    const upload = await start();

    await expect(upload.write(chunksOf(bytes.subarray(1)))).rejects.toThrow();

    await upload.cancel();
    expect(await stored()).toBeUndefined();
  });

  it('for a blob without bytes never completes', async () => {
    const nothing = content(new Uint8Array(), 'application/octet-stream').descriptor;
    const upload = await begun(repository.startUpload(nothing));

    await expect(upload.write(chunksOf(bytes))).rejects.toThrow();

    await upload.cancel();
    expect(await repository.hasBlob(nothing)).toBe(false);
  });

  it('that fails surfaces its own failure', async () => {
    const failure = new Error('broken');
    const upload = await start();
    async function* broken() {
      yield bytes.subarray(0, 100);
      throw failure;
    }

    await expect(upload.write(broken())).rejects.toMatchObject({ cause: failure });

    await upload.cancel();
    expect(await stored()).toBeUndefined();
  });
});

describe('cancel', () => {
  it('removes the session', async () => {
    const upload = await start();
    expect(registry.uploads).toBe(1);

    await upload.cancel();

    expect(registry.uploads).toBe(0);
  });

  it.each([404, 405, 503])('does not mind %i', async (status) => {
    const upload = await start();
    registry.play({ method: 'DELETE', times: 1, do: { kind: 'status', status } });

    await expect(upload.cancel()).resolves.toBeUndefined();

    await upload.cancel();
  });

  it('does not mind a registry that is gone', async () => {
    const upload = await start();
    await registry.close();

    await expect(upload.cancel()).resolves.toBeUndefined();
  });
});
