import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../lib/registry/proxy.ts';

const HTTP = new URL('http://plain.invalid:3128');
const HTTPS = new URL('http://secure.invalid:3128');

function proxied(url: string, noProxy?: string): boolean {
  const proxies = { http: HTTP, https: HTTPS, ...(noProxy !== undefined && { noProxy }) };
  return proxyFor(new URL(url), proxies) !== undefined;
}

describe('proxyFor', () => {
  it('chooses by the scheme of what is asked for', () => {
    const proxies = { http: HTTP, https: HTTPS };

    expect(proxyFor(new URL('https://a.example/v2/'), proxies)).toBe(HTTPS);
    expect(proxyFor(new URL('http://a.example/v2/'), proxies)).toBe(HTTP);
  });

  it('needs a proxy for that scheme', () => {
    expect(proxyFor(new URL('https://a.example/'), { http: HTTP })).toBeUndefined();
    expect(proxyFor(new URL('http://a.example/'), { https: HTTPS })).toBeUndefined();
  });

  it.each([
    'http://localhost:5000/',
    'http://127.0.0.1/',
    'https://127.8.9.1:5000/',
    'https://[::1]/',
  ])('goes to %s directly', (url) => {
    expect(proxied(url)).toBe(false);
  });

  it.each([
    ['https://a.example/', 'a.example'],
    ['https://A.example/', 'a.EXAMPLE'],
    ['https://sub.a.example/', 'a.example'],
    ['https://sub.a.example/', '.a.example'],
    ['https://sub.a.example/', '*.a.example'],
    ['https://a.example/', 'b.example, a.example'],
    ['https://a.example/', 'b.example a.example'],
    ['https://a.example/', '*'],
    ['https://a.example/', 'a.example:443'],
    ['http://a.example/', 'a.example:80'],
    ['https://a.example:5000/', 'a.example:5000'],
    ['https://10.1.2.3/', '10.1.2.3'],
    ['https://10.1.2.3/', '10.0.0.0/8'],
    ['https://[fd00::1]/', 'fd00::/8'],
    ['https://[fd00::1]/', 'fd00::1'],
    ['https://[fd00::1]:5000/', '[fd00::1]:5000'],
  ])('goes to %s directly where %s is excepted', (url, noProxy) => {
    expect(proxied(url, noProxy)).toBe(false);
  });

  it.each([
    ['https://nota.example/', 'a.example'],
    ['https://a.example/', '.a.example'],
    ['https://a.example/', 'a.example:5000'],
    ['https://a.example/', 'sub.a.example'],
    ['https://a.example/', ''],
    ['https://a.example/', ' , '],
    ['https://11.1.2.3/', '10.0.0.0/8'],
    ['https://10.1.2.3/', '10.0.0.0/99'],
    ['https://10.1.2.3/', '10.0.0.0/x'],
    ['https://a.example/', '10.0.0.0/8'],
    ['https://10.1.2.3/', 'fd00::/8'],
    ['https://10.1.2.3/', '2.3'],
  ])('goes to %s through the proxy where %j is excepted', (url, noProxy) => {
    expect(proxied(url, noProxy)).toBe(true);
  });
});
