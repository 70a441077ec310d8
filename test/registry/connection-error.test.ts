import { describe, expect, it } from 'vitest';
import { ConnectionError } from '../../lib/registry/connection-error.ts';
import { freePort } from '../support/free-port.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';

const GET = { method: 'GET', url: new URL('https://a.example:5000/v2/app/blobs/x?token=hunter2') };

const fixture = useRegistryFixture();

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('ConnectionError', () => {
  it.each([
    ['ENOTFOUND', 'not-found', 'HOST_UNKNOWN', false],
    ['ECONNREFUSED', 'transient', 'CONNECTION_REFUSED', true],
    ['ECONNRESET', 'transient', 'CONNECTION_LOST', true],
    ['EPIPE', 'transient', 'CONNECTION_LOST', true],
    ['UND_ERR_SOCKET', 'transient', 'CONNECTION_LOST', true],
    ['UND_ERR_CONNECT_TIMEOUT', 'transient', 'STALLED', true],
    ['UND_ERR_HEADERS_TIMEOUT', 'transient', 'STALLED', true],
    ['UND_ERR_BODY_TIMEOUT', 'transient', 'STALLED', true],
    ['ETIMEDOUT', 'transient', 'STALLED', true],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'policy', 'TLS_FAILED', false],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'policy', 'TLS_FAILED', false],
    ['CERT_HAS_EXPIRED', 'policy', 'TLS_FAILED', false],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'policy', 'TLS_FAILED', false],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'policy', 'TLS_FAILED', false],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'policy', 'TLS_FAILED', false],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'policy', 'TLS_FAILED', false],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'policy', 'TLS_FAILED', false],
  ])('reads %s as %s, %s', (cause, kind, code, retryable) => {
    expect(new ConnectionError(GET, coded(cause))).toMatchObject({ kind, code, retryable });
  });

  it.each([
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'does not speak TLS', 'plainHttp to true'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'asks for a client', 'clientCertificate'],
    ['CERT_HAS_EXPIRED', 'cannot be trusted', 'registries."a.example:5000".ca'],
  ])('explains %s', (cause, problem, hint) => {
    const error = new ConnectionError(GET, coded(cause));

    expect(error.message).toContain(problem);
    expect(error.hint).toContain(hint);
  });

  it('knows an answer without TLS from TLS that fails', () => {
    expect(new ConnectionError(GET, coded('ERR_SSL_WRONG_VERSION_NUMBER')).isPlainAnswer).toBe(
      true,
    );
    expect(new ConnectionError(GET, coded('CERT_HAS_EXPIRED')).isPlainAnswer).toBe(false);
  });

  it('finds the cause of a cause, and of one of several addresses', () => {
    const several = new AggregateError([coded('EINVAL'), coded('ECONNREFUSED')]);
    const cause = new Error('fetch failed', { cause: several });

    expect(new ConnectionError(GET, cause).code).toBe('CONNECTION_REFUSED');
  });

  it.each([undefined, 'gone', new Error('gone')])('takes %s for a lost connection', (cause) => {
    expect(new ConnectionError(GET, cause).code).toBe('CONNECTION_LOST');
  });

  it('says what was asked, without a secret, and keeps the cause', () => {
    const cause = coded('ECONNREFUSED');

    const error = new ConnectionError(GET, cause);

    expect(error.message).toBe(
      'GET https://a.example:5000/v2/app/blobs/x failed: a.example:5000 refused the connection',
    );
    expect(error.cause).toBe(cause);
  });
});

describe('a registry that cannot be reached', () => {
  it('has an unknown host, and is asked once', async () => {
    const repository = fixture().app({ host: 'registry.invalid' });

    await expect(repository.resolve('1')).rejects.toMatchObject({
      kind: 'not-found',
      code: 'HOST_UNKNOWN',
      message: expect.stringContaining('the host registry.invalid is unknown'),
    });
    expect(fixture().clock.slept).toEqual([]);
  });

  it('refuses the connection, also when it is asked again', async () => {
    const host = `127.0.0.1:${await freePort()}`;

    await expect(fixture().app({ host }).resolve('1')).rejects.toMatchObject({
      kind: 'transient',
      code: 'CONNECTION_REFUSED',
      hint: `check that the registry runs and listens at ${host}`,
    });
    expect(fixture().clock.slept).toHaveLength(3);
  });
});
