import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { Credentials } from '../../lib/registry/credentials.ts';
import type { Repository } from '../../lib/registry/repository.ts';
import { countAsked } from '../support/asked.ts';
import { begun } from '../support/begun.ts';
import { bytesOf, chunksOf } from '../support/chunks.ts';
import { image } from '../support/image-builder.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';

const ALICE = { username: 'alice', password: 'hunter2' };
const CREDENTIALS: Credentials = { kind: 'basic', ...ALICE };
const BLOB = /\/blobs\/sha256:/;
const built = image();
const [{ descriptor: blob, bytes }] = built.blobs as [(typeof built.blobs)[0]];

const fixture = useRegistryFixture();
let registry: EmbeddedRegistry;
/** Another server on the same host, as a registry's blob storage may be. */
let storage: EmbeddedRegistry;
let repository: Repository;

beforeEach(async () => {
  registry = await fixture().start({ authentication: { kind: 'basic', ...ALICE } });
  storage = await fixture().start();
  for (const server of [registry, storage]) {
    await store(built, server.storage, { repository: 'app', tag: '1' });
  }
  repository = fixture().app(registry, { settings: { credentials: CREDENTIALS } });
  await repository.resolve('1');
  registry.clearRequests();
});

function redirect(location: string, status = 307): void {
  registry.play({ path: BLOB, do: { kind: 'redirect', status, location } });
}

async function read(): Promise<Buffer> {
  return await bytesOf(await repository.openBlob(blob));
}

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('by %i leads to the content', async (status) => {
    redirect(`${storage.url}v2/app/blobs/${blob.digest}`, status);

    expect(await read()).toEqual(bytes);
    expect(storage.requests).toMatchObject([{ method: 'GET', status: 200 }]);
  });

  it('takes no credentials to another port', async () => {
    redirect(`${storage.url}v2/app/blobs/${blob.digest}`);

    await read();

    expect(registry.requests[0]?.headers.authorization).toMatch(/^Basic /);
    expect(storage.requests[0]?.headers.authorization).toBeUndefined();
    expect(storage.requests[0]?.headers.cookie).toBeUndefined();
  });

  it('takes no credentials to another server, whatever that asks for', async () => {
    const headers = { 'WWW-Authenticate': 'Basic realm="give"' };
    storage.play({ do: { kind: 'status', status: 401, headers } });
    redirect(`${storage.url}v2/app/blobs/${blob.digest}`);

    await expect(read()).rejects.toMatchObject({ status: 401 });

    expect(storage.requests).toHaveLength(1);
    expect(storage.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('within the registry takes the credentials along', async () => {
    registry.play({
      path: BLOB,
      times: 1,
      do: { kind: 'redirect', status: 307, location: `?again` },
    });

    expect(await read()).toEqual(bytes);
    expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual([
      expect.stringMatching(/^Basic /),
      expect.stringMatching(/^Basic /),
    ]);
  });

  it('starts at the registry again when the content cannot be had', async () => {
    storage.play({ times: 1, do: { kind: 'status', status: 503 } });
    redirect(`${storage.url}v2/app/blobs/${blob.digest}`);

    await expect(read()).rejects.toMatchObject({ status: 503, retryable: true });
    expect(await read()).toEqual(bytes);

    expect([registry.requests.length, storage.requests.length]).toEqual([2, 2]);
  });

  it('is followed for HEAD', async () => {
    redirect(`${storage.url}v2/app/blobs/${blob.digest}`);

    expect(await repository.hasBlob(blob)).toBe(true);
  });

  it.each([
    ['leads in a circle', '?'],
    ['has no Location', ''],
    ['leads to another scheme', 'ftp://a.example/'],
  ])('is refused where it %s', async (_, location) => {
    redirect(location);

    await expect(read()).rejects.toMatchObject({ kind: 'policy', code: 'REDIRECT_REFUSED' });

    expect(countAsked(registry, 'GET', BLOB)).toBeLessThanOrEqual(6);
  });

  it('is not followed with an upload', async () => {
    registry.play({
      method: 'POST',
      do: { kind: 'redirect', status: 307, location: `${storage.url}v2/app/blobs/uploads/` },
    });

    await expect(repository.startUpload(blob)).rejects.toMatchObject({ status: 307 });

    expect(storage.requests).toEqual([]);
  });
});

describe('an upload', () => {
  it('takes no credentials to a location on another port', async () => {
    const location = `${storage.url}v2/app/blobs/uploads/1`;
    registry.play({ method: 'POST', do: { kind: 'redirect', status: 202, location } });
    storage.play({ do: { kind: 'status', status: 201 } });
    const upload = await begun(repository.startUpload(blob));

    await upload.write(chunksOf(bytes));

    expect(registry.requests[0]?.headers.authorization).toMatch(/^Basic /);
    expect(storage.requests[0]?.headers.authorization).toBeUndefined();
  });
});

describe('a realm', () => {
  function challenge(realm: string): void {
    const headers = { 'WWW-Authenticate': `Bearer realm="${realm}",service="s"` };
    registry.play({ do: { kind: 'status', status: 401, headers } });
  }

  it('over http on another host is told nothing', async () => {
    challenge(`http://localhost:${storage.url.port}/token`);

    await expect(repository.resolve('1')).rejects.toMatchObject({
      kind: 'policy',
      code: 'REDIRECT_REFUSED',
      message: expect.stringContaining(`asks for tokens from http://localhost:${storage.url.port}`),
    });

    expect(storage.requests).toEqual([]);
  });

  it.each(['/token', 'file:///etc/passwd', 'token'])('%j is refused', async (realm) => {
    challenge(realm);

    await expect(repository.resolve('1')).rejects.toMatchObject({ code: 'REDIRECT_REFUSED' });
  });

  it('over https may be on another host', async () => {
    challenge(`https://localhost:${storage.url.port}/token`);

    await expect(repository.resolve('1')).rejects.toMatchObject({
      code: 'TLS_FAILED',
      message: expect.stringContaining(`GET https://localhost:${storage.url.port}/token failed`),
    });
  });

  it('over http on the same host serves a registry that speaks http itself', async () => {
    challenge(`http://127.0.0.1:${storage.url.port}/token`);

    await expect(repository.resolve('1')).rejects.toMatchObject({ status: 404 });

    expect(storage.requests[0]?.headers.authorization).toMatch(/^Basic /);
  });
});
