import { describe, expect, it } from 'vitest';
import { RedirectError } from '../../lib/registry/errors.ts';
import { isRedirect, redirectTarget } from '../../lib/registry/redirects.ts';

const REGISTRY = new URL('https://a.example/v2/app/blobs/x?token=hunter2');

describe('redirectTarget', () => {
  it.each([
    ['https://cdn.example/x?signature=s', 'https://cdn.example/x?signature=s'],
    ['https://a.example:8443/x', 'https://a.example:8443/x'],
    ['//cdn.example/x', 'https://cdn.example/x'],
    ['/x?y', 'https://a.example/x?y'],
    ['../manifests/1', 'https://a.example/v2/app/manifests/1'],
  ])('follows %s to %s', (location, target) => {
    expect(redirectTarget(REGISTRY, location).href).toBe(target);
  });

  it('follows from http to https and to http', () => {
    const plain = new URL('http://a.example/');

    expect(redirectTarget(plain, 'https://b.example/').href).toBe('https://b.example/');
    expect(redirectTarget(plain, 'http://b.example/').href).toBe('http://b.example/');
  });

  it.each([
    ['from https to http', 'http://a.example/x?token=hunter2'],
    ['from https to http', 'http://user:hunter2@127.0.0.1/'],
    ['without a usable Location', undefined],
    ['without a usable Location', 'https://'],
    ['to file:', 'file:///etc/hunter2'],
    ['to data:', 'data:text/plain,hunter2'],
  ])('refuses to go %s', (problem, location) => {
    const resolve = () => redirectTarget(REGISTRY, location);

    expect(resolve).toThrow(RedirectError);
    expect(resolve).toThrow(problem);
    expect(resolve).not.toThrow('hunter2');
  });
});

describe('isRedirect', () => {
  it.each([301, 302, 303, 307, 308])('knows %i', (status) => {
    expect(isRedirect(status)).toBe(true);
  });

  it.each([200, 300, 304, 305, 400])('does not take %i for one', (status) => {
    expect(isRedirect(status)).toBe(false);
  });
});
