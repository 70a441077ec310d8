import { describe, expect, it } from 'vitest';
import { RedirectError } from '../../lib/registry/errors.ts';
import { nextPage } from '../../lib/registry/link.ts';

const LIST = 'https://a.example/v2/app/tags/list?n=1000';
const NEXT = 'https://a.example/v2/app/tags/list?last=a&n=2';

function next(link: string | undefined): string | undefined {
  const headers = link === undefined ? {} : { link };
  return nextPage({ url: new URL(LIST), headers })?.href;
}

describe('nextPage', () => {
  it.each([
    ['an absolute address', `<${NEXT}>; rel="next"`],
    ['an address without origin', '</v2/app/tags/list?last=a&n=2>; rel="next"'],
    ['a query alone', '<?last=a&n=2>; rel="next"'],
    ['no quotes', `<${NEXT}>; rel=next`],
    ['any case and any space', `< ${NEXT} > ;  REL = "NEXT"`],
    ['several relations', `<${NEXT}>; rel="last next"`],
    ['other parameters', `<${NEXT}>; title="a, b; rel=prev"; rel="next"; x`],
    ['other links around it', `<?a>; rel="prev", <${NEXT}>; rel="next", <?b>; rel=last`],
    ['other links without relation', `<?a>, <${NEXT}>; rel="next"`],
  ])('reads %s', (_, link) => {
    expect(next(link)).toBe(NEXT);
  });

  it('reads commas in the address', () => {
    expect(next('<?last=a,b>; rel="next"')).toBe('https://a.example/v2/app/tags/list?last=a,b');
  });

  it.each([
    undefined,
    '',
    `<${NEXT}>`,
    `<${NEXT}>; rel="prev"`,
    'rel="next"',
    `<${NEXT}>; rel=nextpage`,
  ])('finds none in %j', (link) => {
    expect(next(link)).toBeUndefined();
  });

  it.each([
    'https://b.example/v2/app/tags/list',
    'https://a.example:8443/v2/app/tags/list',
    'http://a.example/v2/app/tags/list',
    'https://',
  ])('refuses to go on at %s', (address) => {
    expect(() => next(`<${address}>; rel="next"`)).toThrow(RedirectError);
  });

  it.each([
    ['quotes', `<${NEXT}>${'; a="'.repeat(10_000)}`],
    ['brackets', '<'.repeat(300_000)],
  ])('comes to an end with a hostile header of %s', (_, link) => {
    expect(next(link)).toBeUndefined();
  });
});
