import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { LedgerFileError } from '../../../lib/local/errors.ts';
import { filledService } from '../../support/filled-service.ts';
import { MemoryService } from '../../support/memory-service.ts';
import { servedApp } from '../../support/served-app.ts';

describe('createApp', () => {
  it.each(['/', '/api/runs', '/nothing', '/api/nothing', '/healthz'])(
    'tells browsers to trust nothing else at %s',
    async (path) => {
      const { headers } = await servedApp(new MemoryService()).get(path);

      expect(Object.fromEntries(headers)).toMatchObject({
        'content-security-policy':
          "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; " +
          "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
    },
  );

  it('leaves it to a page how long it is kept', async () => {
    const pages = new Hono().get('/style.css', (context) =>
      context.text('', 200, { 'Cache-Control': 'max-age=60' }),
    );
    const { headers } = await servedApp(new MemoryService(), { pages }).get('/style.css');

    expect(headers.get('cache-control')).toBe('max-age=60');
  });

  it.each(['/', '/api/images', '/nothing'])(
    'refuses %s under the name of another',
    async (path) => {
      const { get } = servedApp(await filledService());
      const response = await get(path, { headers: { host: 'evil.example' } });

      expect(response.status).toBe(421);
      expect(await response.text()).toContain('--allow-host');
    },
  );

  it.each(['/healthz', '/readyz', '/metrics'])(
    'answers machines at %s by any name',
    async (path) => {
      const { get } = servedApp(new MemoryService());

      expect((await get(path, { headers: { host: 'box.internal' } })).status).toBe(200);
    },
  );

  it.each([
    ['POST', '/', 'GET, HEAD'],
    ['DELETE', '/api/runs', 'GET, HEAD'],
    ['OPTIONS', '/metrics', 'GET, HEAD'],
    ['GET', '/hooks/push', 'POST'],
    ['PUT', '/hooks/push', 'POST'],
  ])('refuses %s %s and says what is allowed', async (method, path, allow) => {
    const response = await servedApp(new MemoryService()).get(path, { method });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
  });

  it('says in the language of the path that there is nothing', async () => {
    const { get } = servedApp(new MemoryService());

    expect(await (await get('/api/x')).json()).toEqual({
      errors: [{ message: 'there is nothing here', hint: 'begin at /' }],
    });
    expect(await (await get('/x')).text()).toBe('there is nothing here\nbegin at /\n');
  });

  it('shows nothing of a failure of its own, and tells it', async () => {
    const failure = new Error('secret /home/ada');
    const pages = new Hono().get('/', () => {
      throw failure;
    });
    const { get, failures } = servedApp(new MemoryService(), { pages });
    const response = await get('/');

    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/secret|ada|\bat\b.*:\d/);
    expect(failures).toEqual([failure]);
  });

  it('says what is wrong with the ledger', async () => {
    const view = new MemoryService();
    view.reader.listRuns = () => Promise.reject(new LedgerFileError('l.db', 'cannot be read'));
    const response = await servedApp(view).get('/api/runs');

    expect(response.status).toBe(500);
    expect(await response.text()).toContain('l.db');
  });

  it('answers HEAD without a body, and ends a stream that would have been one', async () => {
    let isCancelled = false;
    const cancel = () => {
      isCancelled = true;
    };
    const pages = new Hono().get('/events', (context) =>
      context.body(new ReadableStream({ cancel })),
    );
    const response = await servedApp(new MemoryService(), { pages }).get('/events', {
      method: 'HEAD',
    });

    expect(response.status).toBe(200);
    expect(response.body).toBeNull();
    expect(isCancelled).toBe(true);
  });

  it('has metrics', async () => {
    const response = await servedApp(new MemoryService()).get('/metrics');

    expect(await response.text()).toBe('a_metric 1\n');
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4');
  });
});
