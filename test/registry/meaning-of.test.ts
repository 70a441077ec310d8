import { describe, expect, it } from 'vitest';
import { RegistryError } from '../../lib/registry/errors.ts';

const PUT = { method: 'PUT', url: new URL('https://a.example/v2/app/manifests/1?x=hunter2') };

describe('the meaning of a refusal', () => {
  it.each([
    [429, [], 'throttled', 'THROTTLED', true],
    [400, ['TOOMANYREQUESTS'], 'throttled', 'THROTTLED', true],
    [401, ['UNAUTHORIZED'], 'auth', 'AUTHENTICATION_FAILED', false],
    [403, ['DENIED'], 'auth', 'DENIED', false],
    [404, ['NAME_UNKNOWN'], 'not-found', 'NOT_FOUND', false],
    [404, [], 'not-found', 'NOT_FOUND', false],
    [408, [], 'transient', 'REGISTRY_UNAVAILABLE', true],
    [500, ['UNKNOWN'], 'transient', 'REGISTRY_UNAVAILABLE', true],
    [502, [], 'transient', 'REGISTRY_UNAVAILABLE', true],
    [503, [], 'transient', 'REGISTRY_UNAVAILABLE', true],
    [504, [], 'transient', 'REGISTRY_UNAVAILABLE', true],
    [522, [], 'transient', 'REGISTRY_UNAVAILABLE', true],
    [507, [], 'quota', 'QUOTA_EXCEEDED', false],
    [400, ['MANIFEST_INVALID'], 'content', 'CONTENT_REFUSED', false],
    [400, ['DIGEST_INVALID'], 'content', 'CONTENT_REFUSED', false],
    [400, ['DIGEST_INVALID', 'MANIFEST_BLOB_UNKNOWN'], 'content', 'CONTENT_REFUSED', true],
    [405, ['UNSUPPORTED'], 'content', 'CONTENT_REFUSED', false],
    [413, [], 'content', 'CONTENT_REFUSED', false],
    [400, ['TAG_IMMUTABLE'], 'immutable', 'TAG_IMMUTABLE', false],
    [400, [], 'internal', 'UNEXPECTED_RESPONSE', false],
    [302, [], 'internal', 'UNEXPECTED_RESPONSE', false],
    [501, [], 'internal', 'UNEXPECTED_RESPONSE', false],
  ])('%i with %j is %s, %s', (status, codes, kind, code, retryable) => {
    const diagnostics = codes.map((each) => ({ code: each }));

    expect(new RegistryError(PUT, status, { diagnostics })).toMatchObject({
      kind,
      code,
      retryable,
      status,
    });
  });

  it.each([
    [200, true, 'transient', true],
    [206, false, 'transient', true],
    [200, false, 'internal', false],
    [404, true, 'not-found', false],
  ])('%i, a page: %j, is %s', (status, isMarkup, kind, retryable) => {
    expect(new RegistryError(PUT, status, { isMarkup })).toMatchObject({ kind, retryable });
  });

  it.each([
    [
      400,
      'TAG_INVALID',
      'The image tag 1 already exists and the tag is immutable',
      'TAG_IMMUTABLE',
    ],
    [
      412,
      'PRECONDITION',
      'Failed to process request due to 1 configured as immutable',
      'TAG_IMMUTABLE',
    ],
    [403, 'DENIED', 'adding 1.2 GiB would exceed the quota of 10 GiB', 'QUOTA_EXCEEDED'],
    [413, 'UNKNOWN', 'quota exceeded', 'QUOTA_EXCEEDED'],
    [500, 'UNKNOWN', 'quota service is down', 'REGISTRY_UNAVAILABLE'],
  ])('%i %s is read by its words %j as %s', (status, code, message, expected) => {
    const error = new RegistryError(PUT, status, { diagnostics: [{ code, message }] });

    expect(error.code).toBe(expected);
  });

  it.each([
    [403, 'DENIED', 'Your authorization token has expired. Reauthenticate and try again.'],
    [400, 'DENIED', 'The token has expired'],
  ])('%i %s is an expiry where it says %j', (status, code, message) => {
    const error = new RegistryError(PUT, status, { diagnostics: [{ code, message }] });

    expect(error).toMatchObject({ kind: 'auth', code: 'AUTHENTICATION_FAILED' });
    expect(error.hint).toMatch('credentials for a.example have expired: renew them');
  });

  it.each([
    [401, [], ''],
    [403, [{ code: 'DENIED', message: 'The token has expired' }], 'renew them'],
  ])(
    '%i with %j says where credentials are given as whoever runs us says it',
    (status, diagnostics, asked) => {
      const { hint } = new RegistryError(PUT, status, {
        diagnostics,
        credentialsPlace: 'in a file',
      });
      const { hint: silent } = new RegistryError(PUT, status, { diagnostics });

      expect(hint).toMatch(asked);
      expect(hint).toBe(`${silent} in a file`);
    },
  );

  it('is no expiry of credentials where something else has expired', () => {
    const diagnostics = [{ code: 'DENIED', message: 'the license has expired' }];

    expect(new RegistryError(PUT, 403, { diagnostics }).code).toBe('DENIED');
  });

  it.each([
    [400, 'TAG_INVALID', '', 'CONTENT_REFUSED'],
    [400, 'TAG_INVALID', '.sig', 'CONTENT_REFUSED'],
    [403, 'DENIED', '', 'DENIED'],
  ])('%i %s at a tag for signatures%s names the ways out', (status, code, kind, expected) => {
    const tag = `sha256-${'a'.repeat(64)}${kind}`;
    const asked = { method: 'PUT', url: new URL(`https://a.example/v2/app/manifests/${tag}`) };

    const error = new RegistryError(asked, status, { diagnostics: [{ code }] });

    expect(error).toMatchObject({ code: expected, retryable: false });
    expect(error.hint).toMatch('allow tags such as sha256-… there, or set referrers: false');
  });

  it.each([
    ['reading such a tag', 'GET', 'sha256-aa'],
    ['a push by digest', 'PUT', 'sha256:aa'],
    ['another tag', 'PUT', '1'],
  ])('403 at %s says nothing of signatures', (_, method, name) => {
    const asked = { method, url: new URL(`https://a.example/v2/app/manifests/${name}`) };

    expect(new RegistryError(asked, 403).hint).not.toMatch('referrers');
  });

  it('still finds a tag for signatures immutable', () => {
    const url = new URL('https://a.example/v2/app/manifests/sha256-aa');
    const diagnostics = [{ code: 'TAG_INVALID', message: 'the repository is immutable' }];

    const error = new RegistryError({ method: 'PUT', url }, 400, { diagnostics });

    expect(error.code).toBe('TAG_IMMUTABLE');
  });

  it.each([
    [405, [{ code: 'UNSUPPORTED' }]],
    [405, []],
    [501, []],
  ])('%i with %j at the tag list has the tags named', (status, diagnostics) => {
    const asked = { method: 'GET', url: new URL('https://a.example/v2/app/tags/list?n=1000') };

    const { hint } = new RegistryError(asked, status, { diagnostics });

    expect(hint).toMatch('a.example does not list tags: name the tags');
  });

  it('says what was asked, what came and why, without a secret', () => {
    const diagnostics = [{ code: 'DENIED', message: 'no' }, { code: 'UNKNOWN' }];

    expect(new RegistryError(PUT, 403, { diagnostics }).message).toBe(
      'PUT https://a.example/v2/app/manifests/1 answered 403, DENIED: no, UNKNOWN',
    );
  });

  it('has the last word with whoever knows better', () => {
    expect(new RegistryError(PUT, 401, { retryable: true }).retryable).toBe(true);
  });

  it('knows which reasons were given', () => {
    const error = new RegistryError(PUT, 404, { diagnostics: [{ code: 'BLOB_UNKNOWN' }] });

    expect([error.gave('BLOB_UNKNOWN'), error.gave('NAME_UNKNOWN')]).toEqual([true, false]);
  });
});
