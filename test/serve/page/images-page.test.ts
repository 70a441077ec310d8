import { describe, expect, it } from 'vitest';
import { filledService, largeService } from '../../support/filled-service.ts';
import { getPage } from '../../support/get-page.ts';

describe('the list of images', () => {
  it.each([
    ['', 7],
    ['?status=in-place', 2],
    ['?status=copied', 1],
    ['?status=failed', 2],
    ['?status=waiting', 1],
    ['?q=NGINX', 1],
    ['?q=mirror.example&status=conflict', 1],
    ['?q=nothing+like+this', 0],
  ])('shows for %j %i of 7', async (query, count) => {
    const { text } = await getPage(await filledService(), `/images${query}`);

    expect(text).toContain(`${count} of 7 images`);
    expect(text.split('class="names"')).toHaveLength(count + 1);
  });

  it('keeps what was asked for in its form', async () => {
    const { text } = await getPage(await filledService(), '/images?status=failed&q=%22redis');

    expect(text).toContain('<option value="failed" selected>');
    expect(text).toContain('value="&quot;redis"');
  });

  it('shows 200 at once, in the order of the definition, and all where that is wanted', async () => {
    const service = await largeService(450);

    const second = (await getPage(service, '/images?page=2')).text;
    const all = (await getPage(service, '/images?per=all')).text;

    const names = [...second.matchAll(/class="rest">(app-\d+):1</g)].map(([, name]) => name);
    expect(names).toHaveLength(200);
    expect([names[0], names.at(-1)]).toEqual(['app-200', 'app-399']);
    expect(second).toContain('Page 2 of 3');
    expect(second).toContain('href="/images?page=3"');
    expect(all.split('class="names"')).toHaveLength(451);
  });

  it.each(['status=bogus', 'page=0', 'page=x', 'per=most'])(
    'does not understand %s',
    async (query) => {
      const { status, text } = await getPage(await filledService(), `/images?${query}`);

      expect(status).toBe(400);
      expect(text).toContain('Not understood');
    },
  );
});
