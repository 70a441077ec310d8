import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { issueEcrToken } from '../../../lib/aws/ecr/ecr-token.ts';
import { ProxyServer } from '../../support/proxy-server.ts';
import { type TokenAnswer, TokenServer } from '../../support/token-server.ts';

const PRIVATE = {
  kind: 'private',
  account: '123456789012',
  region: 'eu-central-1',
  isFips: false,
  isDualStack: false,
} as const;

const TOKEN = Buffer.from('AWS:planted-password').toString('base64');
const EXPIRES_AT = 1_800_000_000;
const DATA = { authorizationToken: TOKEN, expiresAt: EXPIRES_AT };
const ISSUED = {
  username: 'AWS',
  password: 'planted-password',
  expiresAt: EXPIRES_AT * 1000,
};

/** What the role's credentials look like in the answer of STS. */
const ASSUMED = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>planted</SecretAccessKey>
<SessionToken>planted</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
</AssumeRoleResult></AssumeRoleResponse>`;

let api: TokenServer;

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAOWN');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'planted-secret-key');
  vi.stubEnv('AWS_SESSION_TOKEN', undefined);
  vi.stubEnv('AWS_PROFILE', undefined);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await api.close();
});

async function startApi(answer: TokenAnswer): Promise<TokenServer> {
  api = await TokenServer.start(answer);
  for (const service of ['ECR', 'ECR_PUBLIC', 'STS']) {
    vi.stubEnv(`AWS_ENDPOINT_URL_${service}`, api.url);
  }
  return api;
}

describe('issueEcrToken', () => {
  it("asks the region of the host's registry as whoever the environment says", async () => {
    await startApi(() => ({ body: { authorizationData: [DATA] } }));

    expect(await issueEcrToken(PRIVATE)).toEqual(ISSUED);

    const { headers } = api.asked[0] ?? {};
    expect(headers?.['x-amz-target']).toMatch(/\.GetAuthorizationToken$/);
    expect(headers?.authorization).toMatch(/Credential=AKIAOWN\/\d+\/eu-central-1\/ecr\//);
  });

  it('asks for the public registry in the one region that has its tokens', async () => {
    await startApi(() => ({ body: { authorizationData: DATA } }));

    expect(await issueEcrToken({ kind: 'public' })).toEqual(ISSUED);

    expect(api.asked[0]?.headers.authorization).toMatch(/\/us-east-1\/ecr-public\//);
  });

  it('assumes the role first', async () => {
    await startApi(({ headers }) =>
      headers['x-amz-target'] ? { body: { authorizationData: [DATA] } } : { body: ASSUMED },
    );
    const role = { roleArn: 'arn:aws:iam::210987654321:role/mirror', externalId: 'outside' };

    expect(await issueEcrToken(PRIVATE, role)).toEqual(ISSUED);

    const [assuming, asking] = api.asked;
    expect(new URLSearchParams(assuming?.body).get('RoleArn')).toBe(role.roleArn);
    expect(new URLSearchParams(assuming?.body).get('ExternalId')).toBe('outside');
    expect(asking?.headers.authorization).toContain('Credential=ASIAROLE/');
  });

  it('goes through the proxy of the environment', async () => {
    await startApi(() => ({ body: {} }));
    const proxy = await ProxyServer.start({ refusal: 403 });
    vi.stubEnv('AWS_ENDPOINT_URL_ECR', 'https://ecr.invalid');
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
    vi.stubEnv('HTTPS_PROXY', proxy.url.href);

    await expect(issueEcrToken(PRIVATE)).rejects.toThrow();
    await proxy.close();

    expect(proxy.lines).toEqual(['CONNECT ecr.invalid:443']);
  });

  it('throws what AWS answers', async () => {
    const body = { __type: 'AccessDeniedException', message: 'not authorized' };
    await startApi(() => ({ status: 400, body }));

    await expect(issueEcrToken(PRIVATE)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it.each([
    ['without data', {}],
    ['without a colon', { authorizationData: [{ authorizationToken: 'bm9jb2xvbg==' }] }],
  ])('refuses an answer %s', async (_, body) => {
    await startApi(() => ({ body }));

    await expect(issueEcrToken(PRIVATE)).rejects.toThrow('ECR answered without a token');
  });

  describe('where the environment says nobody', () => {
    beforeEach(() => {
      vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined);
    });

    it('fails for a private registry', async () => {
      await startApi(() => ({ body: {} }));

      await expect(issueEcrToken(PRIVATE)).rejects.toMatchObject({
        name: 'CredentialsProviderError',
      });
      expect(api.asked).toEqual([]);
    });

    it('has no token for the public registry, which anybody may read', async () => {
      await startApi(() => ({ body: {} }));

      await expect(issueEcrToken({ kind: 'public' })).resolves.toBeUndefined();
    });
  });
});
