import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedRegistry } from '../../../lib/local/embedded-registry/embedded-registry.ts';
import { digestOf } from '../../../lib/oci/digest.ts';
import { codeOf, request, useRegistries } from './opened-registries.ts';

const start = useRegistries();

const DIGEST = digestOf(Buffer.from('0123456789'));

let registry: EmbeddedRegistry;
let location: string;

async function open(options?: Parameters<typeof start>[0]): Promise<Response> {
  registry = await start(options);
  return await send('POST', '/v2/team/app/blobs/uploads/');
}

/** Sends to `path` and follows the session to its next location. */
async function send(
  method: string,
  path: string,
  { body, range }: { body?: string; range?: string } = {},
): Promise<Response> {
  const answer = await request(registry, path, {
    method,
    ...(body !== undefined && { body }),
    ...(range !== undefined && { headers: { 'content-range': range } }),
  });
  location = answer.headers.get('location') ?? location;
  return answer;
}

async function content(): Promise<string | number> {
  const answer = await request(registry, `/v2/team/app/blobs/${DIGEST}`);
  return answer.ok ? await answer.text() : answer.status;
}

describe('an upload session', () => {
  beforeEach(async () => {
    await open();
  });

  it('is opened with a relative location and nothing received', async () => {
    const { status, headers } = await open();

    expect(status).toBe(202);
    expect(headers.get('location')).toMatch(/^\/v2\/team\/app\/blobs\/uploads\/[^/]+\?_state=/);
    expect(headers.get('range')).toBe('0-0');
    expect(headers.get('docker-upload-uuid')).toBeTruthy();
    expect(headers.get('oci-chunk-min-length')).toBeNull();
    expect(registry.uploads).toBe(1);
  });

  it('takes chunks, each at a new location', async () => {
    const first = await send('PATCH', location, { body: '0123', range: '0-3' });
    const second = await send('PATCH', location, { body: '456789', range: '4-9' });
    const end = await send('PUT', `${location}&digest=${DIGEST}`);

    expect([first.status, second.status, end.status]).toEqual([202, 202, 201]);
    expect(first.headers.get('range')).toBe('0-3');
    expect(second.headers.get('range')).toBe('0-9');
    expect(first.headers.get('location')).not.toBe(second.headers.get('location'));
    expect(await content()).toBe('0123456789');
    expect(registry.uploads).toBe(0);
  });

  it('takes the last chunk with the end, and one without Content-Range', async () => {
    await send('PATCH', location, { body: '01234' });

    const { status } = await send('PUT', `${location}&digest=${DIGEST}`, { body: '56789' });

    expect(status).toBe(201);
    expect(await content()).toBe('0123456789');
  });

  it('says how far it has come', async () => {
    await send('PATCH', location, { body: '0123' });

    const { status, headers } = await send('GET', location);

    expect(status).toBe(204);
    expect(headers.get('range')).toBe('0-3');
    expect((await send('PATCH', location, { body: '4' })).status).toBe(202);
  });

  it('ends when it is cancelled', async () => {
    const cancelled = await send('DELETE', location);
    const after = await send('GET', location);

    expect(cancelled.status).toBe(204);
    expect([after.status, await codeOf(after)]).toEqual([404, 'BLOB_UPLOAD_UNKNOWN']);
    expect(registry.uploads).toBe(0);
  });

  it('ends when the content has another digest', async () => {
    const answer = await send('PUT', `${location}&digest=${DIGEST}`, { body: 'other' });

    expect([answer.status, await codeOf(answer)]).toEqual([400, 'DIGEST_INVALID']);
    expect(await content()).toBe(404);
    expect(registry.uploads).toBe(0);
  });

  it('belongs to its repository', async () => {
    const elsewhere = location.replace('team/app', 'team/other');

    expect((await send('GET', elsewhere)).status).toBe(404);
  });

  it.each(['1-4', '5-8'])('answers 416 to a chunk at %s', async (range) => {
    const answer = await send('PATCH', location, { body: '0123', range });

    expect([answer.status, await codeOf(answer)]).toEqual([416, 'BLOB_UPLOAD_INVALID']);
    expect(answer.headers.get('range')).toBe('0-0');
    expect((await send('PATCH', location, { body: '0123', range: '0-3' })).status).toBe(202);
  });

  it.each([
    ['0-4', 'SIZE_INVALID'],
    ['bytes 0-3/10', 'BLOB_UPLOAD_INVALID'],
  ])('refuses the Content-Range %s for four bytes', async (range, code) => {
    const answer = await send('PATCH', location, { body: '0123', range });

    expect([answer.status, await codeOf(answer)]).toEqual([400, code]);
  });

  it('refuses a location that is not the latest', async () => {
    const stale = location;
    await send('PATCH', location, { body: '0123' });

    const answer = await send('PATCH', stale, { body: '456789' });

    expect([answer.status, await codeOf(answer)]).toEqual([400, 'BLOB_UPLOAD_INVALID']);
  });

  it('refuses to end without a digest and stays open', async () => {
    const answer = await send('PUT', location, { body: '0123456789' });

    expect([answer.status, await codeOf(answer)]).toEqual([400, 'DIGEST_INVALID']);
    expect(registry.uploads).toBe(1);
  });
});

describe('an upload session with a least size of chunks', () => {
  beforeEach(async () => {
    await open({ minChunkBytes: 4 });
  });

  it('is told', async () => {
    expect((await open({ minChunkBytes: 4 })).headers.get('oci-chunk-min-length')).toBe('4');
  });

  it('lets the last chunk be shorter', async () => {
    await send('PATCH', location, { body: '01234567' });
    await send('PATCH', location, { body: '89' });

    expect((await send('PUT', `${location}&digest=${DIGEST}`)).status).toBe(201);
  });

  it('refuses bytes after a shorter chunk', async () => {
    await send('PATCH', location, { body: '012' });

    const answer = await send('PATCH', location, { body: '3456789' });

    expect([answer.status, await codeOf(answer)]).toEqual([400, 'SIZE_INVALID']);
  });
});
