import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { request, useRegistries } from './opened-registries.ts';

const start = useRegistries();

/** Sends `path` exactly as it stands, which fetch would normalise. */
async function getExactly(url: URL, path: string): Promise<{ status?: number; body: string }> {
  const sent = httpRequest({ host: url.hostname, port: url.port, path, agent: false }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const { statusCode: status } = answer;
  return { ...(status !== undefined && { status }), body: await text(answer) };
}

describe('the routes', () => {
  it.each(['/v2/', '/v2'])('begin at %s', async (path) => {
    const { status, headers } = await request(await start(), path);

    expect(status).toBe(200);
    expect(headers.get('docker-distribution-api-version')).toBe('registry/2.0');
  });

  it.each(['/', '/v1/', '/v2/app', '/v2/app/manifests/', '/v2/manifests/1', '/token'])(
    'do not include %s',
    async (path) => {
      expect((await request(await start(), path)).status).toBe(404);
    },
  );

  it('name the methods that they have', async () => {
    const answer = await request(await start(), '/v2/app/tags/list', { method: 'POST' });

    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET');
  });

  it.each([
    '/v2/../../etc/passwd/manifests/1',
    '/v2/..%2f..%2fetc/manifests/1',
    '/v2/%2e%2e/tags/list',
    '/v2/a//b/tags/list',
    '/v2/App/tags/list',
    '/v2/a:1/tags/list',
    '/v2/%/tags/list',
  ])('refuse the name in %s', async (path) => {
    const { url } = await start();

    const { status, body } = await getExactly(url, path);

    expect(status).toBe(400);
    expect(body).toContain('"code":"NAME_INVALID"');
  });

  it('take a repository whose name looks like a route', async () => {
    const registry = await start();
    const path = '/v2/blobs/uploads/manifests/blobs/uploads/';

    const { status, headers } = await request(registry, path, { method: 'POST' });

    expect(status).toBe(202);
    expect(headers.get('location')).toContain('/v2/blobs/uploads/manifests/blobs/uploads/');
  });
});
