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
