import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parseProxy, proxiesOf } from '../../lib/registry/proxies.ts';

describe('proxiesOf', () => {
  it('knows none where the environment names none', () => {
    expect(proxiesOf({})).toEqual({});
    expect(proxiesOf({ HTTP_PROXY: '', https_proxy: '', NO_PROXY: '' })).toEqual({});
  });

  it.each([
    [{ HTTP_PROXY: 'http://a.example:3128' }, { http: 'http://a.example:3128/' }],
    [{ HTTPS_PROXY: 'http://a.example:3128' }, { https: 'http://a.example:3128/' }],
    [{ https_proxy: 'https://a.example' }, { https: 'https://a.example/' }],
    [{ http_proxy: 'a.example:3128' }, { http: 'http://a.example:3128/' }],
    [
      { http_proxy: 'http://a.example', HTTP_PROXY: 'http://b.example' },
      { http: 'http://a.example/' },
    ],
    [{ NO_PROXY: 'a.example' }, { noProxy: 'a.example' }],
    [{ no_proxy: 'a.example', NO_PROXY: 'b.example' }, { noProxy: 'a.example' }],
  ])('reads %j', (environment, expected) => {
    const { http, https, noProxy } = proxiesOf(environment);

    const found = { http: http?.href, https: https?.href, noProxy };
    expect(found).toEqual({ http: undefined, https: undefined, noProxy: undefined, ...expected });
  });

  it.each(['socks5://user:planted@a.example', 'http://', 'http://user:%planted@a.example'])(
    'refuses %s by the name of the variable, and quotes nothing',
    (url) => {
      const failure = (() => {
        try {
          return proxiesOf({ HTTPS_PROXY: url });
        } catch (error) {
          return error;
        }
      })();

      expect(String(failure)).toContain('HTTPS_PROXY names no proxy that can be used');
      expect(inspect(failure, { depth: null })).not.toContain('planted');
    },
  );
});

describe('parseProxy', () => {
  it('says where the URL stands that cannot be used', () => {
    expect(() => parseProxy('ftp://a.example', 'registries["b.example"].proxy')).toThrow(
      'registries["b.example"].proxy names no proxy',
    );
  });
});
