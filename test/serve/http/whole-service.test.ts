import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type HttpServer, serveHttp } from '../../../lib/serve/http/serve-http.ts';
import { createMetrics, type Metrics } from '../../../lib/serve/metrics/create-metrics.ts';
import { filledService } from '../../support/filled-service.ts';
import { githubPush } from '../../support/hook-payloads.ts';
import { hmacOf, SECRET } from '../../support/hook-sender.ts';
import type { MemoryService } from '../../support/memory-service.ts';
import { hookRules, servedApp } from '../../support/served-app.ts';

const BODY = JSON.stringify(githubPush());

describe('a service over HTTP', () => {
  let view: MemoryService;
  let metrics: Metrics;
  let server: HttpServer;

  beforeEach(async () => {
    view = await filledService();
    metrics = createMetrics(view);
    const { app } = servedApp(view, { metrics, hooks: hookRules(SECRET) });
    server = await serveHttp(app, { address: { host: '127.0.0.1', port: 0 }, clock: view.clock });
  });

  afterEach(async () => {
    metrics.close();
    await server.close();
  });

  /** A hook as it is on the wire; a list of values is a header that stands as many times. */
  async function push(headers: Record<string, string | string[]>, chunks: readonly string[]) {
    const hook = request(`${server.url}/hooks/push`, { method: 'POST', headers });
    const answer = new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      hook.on('error', reject);
      hook.on('response', (response) => {
        text(response).then((body) => resolve({ status: response.statusCode, body }), reject);
      });
    });
    for (const chunk of chunks) hook.write(chunk);
    hook.end();
    return await answer;
  }

  it('takes a hook in chunks, under the name that its sender knows', async () => {
    const headers = {
      ...{ Host: 'mirror.example', 'X-GitHub-Event': 'push' },
      'X-Hub-Signature-256': `sha256=${hmacOf(BODY)}`,
    };

    expect((await push(headers, [BODY.slice(0, 9), BODY.slice(9)])).status).toBe(202);
    expect(view.looks).toBe(1);
  });

  it('reads a secret that is not ASCII from a header', async () => {
    const token = Buffer.from(SECRET).toString('latin1');
    const headers = { 'X-Gitlab-Event': 'Push Hook', 'X-Gitlab-Token': token };

    expect((await push(headers, [BODY])).status).toBe(202);
  });

  it('believes no signature that stands twice', async () => {
    const signature = `sha256=${hmacOf(BODY)}`;
    const headers = { 'X-GitHub-Event': 'push', 'X-Hub-Signature-256': [signature, signature] };

    expect((await push(headers, [BODY])).status).toBe(401);
    expect(view.looks).toBe(0);
  });

  it('answers what is too large, and the next request', async () => {
    const headers = { 'X-Gitlab-Token': 'x', 'Content-Length': String(26 * 1024 * 1024) };

    expect((await push(headers, ['x'])).status).toBe(413);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });

  it('answers curl at every path', async () => {
    const paths = ['/', '/healthz', '/readyz', '/metrics', '/api/runs', '/api/images?q=redis'];
    for (const path of paths) {
      const response = await fetch(`${server.url}${path}`);
      const head = await fetch(`${server.url}${path}`, { method: 'HEAD' });

      expect([path, response.status, head.status]).toEqual([path, 200, 200]);
      expect(await head.text()).toBe('');
      expect(head.headers.get('content-type')).toBe(response.headers.get('content-type'));
    }
  });
});
