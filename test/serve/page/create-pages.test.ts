import { describe, expect, it } from 'vitest';
import { filledService } from '../../support/filled-service.ts';
import { getPage } from '../../support/get-page.ts';
import { MemoryService } from '../../support/memory-service.ts';

describe('what is not there', () => {
  it.each(['/images/mirror.example/nope:1', '/images/', '/images/%ff', '/runs/nope', '/nowhere'])(
    'is said at %s, with where to go on',
    async (path) => {
      const { status, text } = await getPage(await filledService(), path);

      expect(status).toBe(404);
      expect(text).toContain('Not found');
      expect(text).toContain('<a href="/runs">All runs</a>');
    },
  );

  it.each([
    ['/api/nowhere', 'text/html'],
    ['/nowhere', '*/*'],
  ])('is left to others at %s for those who accept %s', async (path, accept) => {
    const { text } = await getPage(await filledService(), path, accept);

    expect(text).not.toContain('<html');
  });
});

describe('what browsers load', () => {
  it('may be kept for ever, since its address changes with it', async () => {
    const service = new MemoryService();
    const { text } = await getPage(service, '/');
    const paths = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(
      ([, path = '']) => path,
    );
    const types: (string | null)[] = [];

    for (const path of paths) {
      const { status, headers } = await getPage(service, path);
      expect(status).toBe(200);
      expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      types.push(headers.get('content-type'));
    }

    expect(types).toEqual([
      'image/svg+xml',
      'text/css; charset=utf-8',
      'text/javascript; charset=utf-8',
    ]);
  });

  it.each(['/assets/x/page.css', '/assets/../package.json'])(
    'is nothing else: %s',
    async (path) => {
      expect((await getPage(new MemoryService(), path, '*/*')).status).toBe(404);
    },
  );
});
