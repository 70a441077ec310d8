import { describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../../lib/local/embedded-registry/embedded-registry.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { codeOf, putBlob, request, useRegistries } from './opened-registries.ts';

const start = useRegistries();

const BYTES = Buffer.from('0123456789');
const DIGEST = digestOf(BYTES);
const ZERO_DIGEST = digestOf(Buffer.alloc(0));

async function contentOf(registry: EmbeddedRegistry, repository: string, digest: string) {
  const answer = await request(registry, `/v2/${repository}/blobs/${digest}`);
  return answer.ok ? await answer.text() : answer.status;
}

describe('POST of a whole blob', () => {
  it.each([
    ['sha256', BYTES, DIGEST],
    ['sha512', BYTES, digestOf(BYTES, 'sha512')],
    ['zero-length', Buffer.alloc(0), ZERO_DIGEST],
  ])('stores it (%s)', async (_, body, digest) => {
    const registry = await start();
    const path = `/v2/app/blobs/uploads/?digest=${digest}`;

    const { status, headers } = await request(registry, path, { method: 'POST', body });

    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/v2/app/blobs/${digest}`);
    expect(await contentOf(registry, 'app', digest)).toBe(body.toString());
    expect(registry.uploads).toBe(0);
  });

  it.each([DIGEST, digestOf(BYTES, 'sha512')])('refuses other content than %s', async (digest) => {
    const registry = await start();
    const path = `/v2/app/blobs/uploads/?digest=${digest}`;

    const answer = await request(registry, path, { method: 'POST', body: 'other' });

    expect([answer.status, await codeOf(answer)]).toEqual([400, 'DIGEST_INVALID']);
    expect(await contentOf(registry, 'app', digest)).toBe(404);
    expect(registry.uploads).toBe(0);
  });
});

describe('POST with mount', () => {
  it('takes the blob from the other repository', async () => {
    const registry = await start();
    await putBlob(registry, 'a', BYTES);
    const path = `/v2/b/blobs/uploads/?mount=${DIGEST}&from=a`;

    const { status, headers } = await request(registry, path, { method: 'POST' });

    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/v2/b/blobs/${DIGEST}`);
    expect(await contentOf(registry, 'b', DIGEST)).toBe('0123456789');
  });

  it.each([`mount=${DIGEST}&from=c`, `mount=${DIGEST}&from=../a`, `mount=${DIGEST}`])(
    'opens a session for %s',
    async (query) => {
      const registry = await start();
      await putBlob(registry, 'a', BYTES);

      const { status, headers } = await request(registry, `/v2/b/blobs/uploads/?${query}`, {
        method: 'POST',
      });

      expect(status).toBe(202);
      expect(headers.get('location')).toMatch(/^\/v2\/b\/blobs\/uploads\/./);
      expect(registry.uploads).toBe(1);
    },
  );
});
