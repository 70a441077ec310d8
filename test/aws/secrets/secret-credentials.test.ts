import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSecretCredentials } from '../../../lib/aws/secrets/secret-credentials.ts';
import { useAwsEnvironment } from '../../support/aws/aws-environment.ts';
import { AwsFailure } from '../../support/aws/aws-service.ts';
import {
  type SecretsManager,
  startSecretsManager,
} from '../../support/aws/start-secrets-manager.ts';
import { SkippingClock } from '../../support/skipping-clock.ts';

const ARN = 'arn:aws:secretsmanager:us-west-2:123456789012:secret:hub-Ab12Cd';
const OLD = '{"username":"u","password":"planted-old"}';
const NEW = '{"username":"u","password":"planted-new"}';

let api: SecretsManager;
let clock: SkippingClock;
let before: number;

useAwsEnvironment();

beforeAll(async () => {
  api = await startSecretsManager();
});

afterAll(() => api.close());

beforeEach(() => {
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', api.endpoint);
  clock = new SkippingClock();
  before = api.requests.length;
});

function reads(): number {
  return api.requests.length - before;
}

function provider(secret?: string) {
  if (secret === undefined) api.secrets.delete(ARN);
  else api.secrets.set(ARN, secret);
  return createSecretCredentials(ARN, { clock });
}

describe('createSecretCredentials', () => {
  it.each([
    [OLD, { kind: 'basic', username: 'u', password: 'planted-old' }],
    ['{"username":"u","accessToken":"t"}', { kind: 'basic', username: 'u', password: 't' }],
    ['{"identityToken":"t","engine":"x"}', { kind: 'identity-token', token: 't' }],
    ['{"token":"t"}', { kind: 'token', token: 't' }],
  ])('reads %s in the region of the secret', async (secret, credentials) => {
    await expect(provider(secret).current()).resolves.toEqual(credentials);

    expect(api.requests.at(-1)).toMatchObject({ region: 'us-west-2', input: { SecretId: ARN } });
  });

  it('reads once for whoever waits, and again after an hour', async () => {
    const secret = provider(OLD);

    await Promise.all([secret.current(), secret.current()]);
    await secret.current();
    expect(reads()).toBe(1);
    clock.advance(3_600_000);
    await secret.current();

    expect(reads()).toBe(2);
  });

  it('reads a secret that was rotated as soon as the old one is refused', async () => {
    const secret = provider(OLD);
    const refused = await secret.current();
    api.secrets.set(ARN, NEW);

    expect(refused && secret.drop(refused)).toBe(true);

    await expect(secret.current()).resolves.toMatchObject({ password: 'planted-new' });
  });

  it('does not read a wrong secret for each refusal', async () => {
    const secret = provider(OLD);
    const refuse = async () => {
      const current = await secret.current();
      return current && secret.drop(current);
    };

    expect(await refuse()).toBe(true);
    expect(await refuse()).toBe(false);
    expect(await refuse()).toBe(false);
    expect(reads()).toBe(2);
    clock.advance(30_000);

    expect(await refuse()).toBe(true);
  });

  it.each([
    'planted',
    '"planted"',
    '{"username":"planted"}',
    '{"password":"planted"}',
    '{"username":"planted","password":5}',
    '{"token":""}',
    '{"planted',
    '',
  ])('names the secret that holds %j, and nothing of what it holds', async (text) => {
    const failure = await provider(text)
      .current()
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({
      name: 'SecretError',
      code: 'INVALID_CREDENTIALS',
      retryable: false,
      message: `the secret ${ARN} holds no credentials in a form that is known`,
      hint: expect.stringContaining('username and password'),
    });
    expect(inspect(failure, { depth: null })).not.toContain('planted');
  });

  it('says that the secret is missing', async () => {
    await expect(provider().current()).rejects.toMatchObject({
      kind: 'not-found',
      retryable: false,
      message: expect.stringContaining(`the secret ${ARN} cannot be read: ResourceNotFound`),
    });
  });

  it.each([
    ['AccessDeniedException', 400, 'auth', 'DENIED', false],
    ['DecryptionFailure', 400, 'auth', 'DENIED', false],
    ['InternalServiceError', 500, 'transient', 'CONNECTION_LOST', true],
  ])('explains %s', async (name, status, kind, code, retryable) => {
    api.refuse('GetSecretValue', new AwsFailure(name, 'said by AWS', status));

    await expect(provider(OLD).current()).rejects.toMatchObject({ kind, code, retryable });
  });
});
