import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../lib/oci/digest.ts';
import { image } from '../../support/image-builder.ts';
import { push } from '../../support/push.ts';
import { codeOf, putBlob, request, useRegistries } from './opened-registries.ts';

const start = useRegistries();

describe('GET and HEAD of a blob', () => {
  it('gives its bytes, its size and its digest', async () => {
    const registry = await start();
    const digest = await putBlob(registry, 'team/app', Buffer.from('0123456789'));
    const path = `/v2/team/app/blobs/${digest}`;

    const got = await request(registry, path);
    const head = await request(registry, path, { method: 'HEAD' });

    expect(await got.text()).toBe('0123456789');
    for (const { status, headers } of [got, head]) {
      expect(status).toBe(200);
      expect(headers.get('content-length')).toBe('10');
      expect(headers.get('docker-content-digest')).toBe(digest);
      expect(headers.get('accept-ranges')).toBe('bytes');
    }
  });

  it('finds a digest whose colon is encoded', async () => {
    const registry = await start();
    const digest = await putBlob(registry, 'app', Buffer.from('x'));

    const { status } = await request(registry, `/v2/app/blobs/${encodeURIComponent(digest)}`);

    expect(status).toBe(200);
  });

  it('gives the part that is asked for', async () => {
    const registry = await start();
    const digest = await putBlob(registry, 'app', Buffer.from('0123456789'));

    const part = await request(registry, `/v2/app/blobs/${digest}`, {
      headers: { range: 'bytes=2-5' },
    });

    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 2-5/10');
    expect(part.headers.get('content-length')).toBe('4');
    expect(await part.text()).toBe('2345');
  });

  it('answers 416 where there is no such part', async () => {
    const registry = await start();
    const digest = await putBlob(registry, 'app', Buffer.from('0123456789'));

    const { status, headers } = await request(registry, `/v2/app/blobs/${digest}`, {
      headers: { range: 'bytes=10-' },
    });

    expect(status).toBe(416);
    expect(headers.get('content-range')).toBe('bytes */10');
  });

  it('does not know the blob of another repository', async () => {
    const registry = await start();
    const digest = await putBlob(registry, 'a', Buffer.from('x'));

    const answer = await request(registry, `/v2/b/blobs/${digest}`);

    expect([answer.status, await codeOf(answer)]).toEqual([404, 'BLOB_UNKNOWN']);
  });

  it('refuses what is no digest', async () => {
    const registry = await start();

    const answer = await request(registry, '/v2/a/blobs/sha256:abc');

    expect([answer.status, await codeOf(answer)]).toEqual([400, 'DIGEST_INVALID']);
  });

  it('reads no faster than the client does', async () => {
    const registry = await start();
    const size = 64 * 1024 * 1024;
    const digest = await putBlob(registry, 'a', Buffer.alloc(size));
    registry.clearRequests();

    const unread = await request(registry, `/v2/a/blobs/${digest}`);
    for (let turn = 0; turn < 50; turn++) await request(registry, '/v2/');
    const sent = registry.requests[0]?.bytesSent;
    await unread.body?.cancel();

    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(size / 2);
  });
});

describe('DELETE of a blob', () => {
  it('takes it from this repository alone', async () => {
    const registry = await start();
    const digest = await putBlob(registry, 'a', Buffer.from('x'));
    await putBlob(registry, 'b', Buffer.from('x'));

    const answer = await request(registry, `/v2/a/blobs/${digest}`, { method: 'DELETE' });

    expect(answer.status).toBe(202);
    expect((await request(registry, `/v2/a/blobs/${digest}`)).status).toBe(404);
    expect((await request(registry, `/v2/b/blobs/${digest}`)).status).toBe(200);
  });

  it('refuses to break a manifest', async () => {
    const registry = await start();
    const built = image();
    await push(built, registry.url, { repository: 'app', tag: '1' });
    const path = `/v2/app/blobs/${built.root.descriptor.digest}`;

    const answer = await request(registry, path, { method: 'DELETE' });

    expect([answer.status, await codeOf(answer)]).toEqual([405, 'UNSUPPORTED']);
  });

  it('answers 404 for one that is not there', async () => {
    const registry = await start();
    const path = `/v2/a/blobs/${digestOf(Buffer.from('x'))}`;

    expect((await request(registry, path, { method: 'DELETE' })).status).toBe(404);
  });
});
