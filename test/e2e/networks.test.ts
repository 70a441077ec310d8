import { afterEach, describe, expect, it } from 'vitest';
import type { Authentication } from '../../lib/local/embedded-registry/authentication.ts';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { image } from '../support/image-builder.ts';
import { listTags } from '../support/list-tags.ts';
import { ProxyServer } from '../support/proxy-server.ts';
import { push } from '../support/push.ts';
import { TokenServer } from '../support/token-server.ts';
import { useWorkplace, type Variables } from '../support/workplace.ts';

const ECR = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';
const PASSWORD = 'planted-registry-password';
const PROXY_LOGIN = 'carol:planted-proxy-password';
const AWS = {
  AWS_ACCESS_KEY_ID: 'AKIAOWN',
  AWS_SECRET_ACCESS_KEY: 'planted-secret-key',
  AWS_EC2_METADATA_DISABLED: 'true',
};

describe('networks', () => {
  const startRegistry = useRegistries();
  const workplace = useWorkplace();
  const opened: { close(): Promise<void> }[] = [];

  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });

  async function startSource(authentication: Authentication): Promise<EmbeddedRegistry> {
    const open = await startRegistry();
    await push(image(), open.url, { repository: 'app', tag: '1' });
    return startRegistry({ storage: open.storage, authentication });
  }

  async function startProxy(leadsTo: string): Promise<ProxyServer> {
    const proxy = await ProxyServer.start({ leadsTo, login: PROXY_LOGIN });
    opened.push(proxy);
    return proxy;
  }

  /** Mirrors `host/app:1` with everything shown, and fails where a secret is. */
  async function mirror(host: string, registries: object, env: Variables) {
    const target = await startRegistry();
    const images = [{ source: `${host}/app:1`, target: `${target.host}/app` }];
    await workplace().write('images.yaml', { images, registries });

    const result = await workplace().run(['--debug'], env);

    expect(result.stdout + result.stderr).not.toContain('planted');
    for (const { headers } of target.requests) {
      expect(headers).not.toHaveProperty('proxy-authorization');
    }
    return { ...result, tags: await listTags(target.url, 'app') };
  }

  it('are reached through the proxy of the environment, but for this machine', async () => {
    const source = await startSource({ kind: 'basic', username: 'mirror', password: PASSWORD });
    const proxy = await startProxy(source.host);
    const credentials = { username: 'mirror', password: PASSWORD };
    const registries = { 'registry.invalid': { plainHttp: true, credentials } };

    const { tags } = await mirror('registry.invalid', registries, { http_proxy: proxy.url.href });

    expect(tags).toEqual(['1']);
    expect(new Set(proxy.requests.map(({ headers }) => headers.host))).toEqual(
      new Set(['registry.invalid']),
    );
    for (const { headers } of source.requests) {
      expect(headers).not.toHaveProperty('proxy-authorization');
    }
  });

  it.each([
    ['does not exist', { NO_PROXY: 'registry.invalid' }],
    ['refuses', { http_proxy: '' }],
  ])('fail with no secret where the way %s', async (_, env) => {
    const source = await startSource({ kind: 'basic', username: 'mirror', password: PASSWORD });
    const proxy = await startProxy(source.host);
    const wrong = `http://dave:planted-wrong@${proxy.url.host}`;
    const registries = { 'registry.invalid': { plainHttp: true } };

    const { exitCode } = await mirror('registry.invalid', registries, {
      HTTP_PROXY: wrong,
      ...env,
    } as Variables);

    expect(exitCode).toBe(1);
    expect(source.requests).toEqual([]);
  });

  it("of ECR ask AWS for a password by the registry's name", async () => {
    const source = await startSource({ kind: 'basic', username: 'AWS', password: PASSWORD });
    const proxy = await startProxy(source.host);
    const authorizationToken = Buffer.from(`AWS:${PASSWORD}`).toString('base64');
    const api = await TokenServer.start(() => ({
      body: { authorizationData: [{ authorizationToken, expiresAt: 4_000_000_000 }] },
    }));
    opened.push(api);
    const env = { ...AWS, AWS_ENDPOINT_URL_ECR: api.url, HTTP_PROXY: proxy.url.href };

    const { tags } = await mirror(ECR, { [ECR]: { plainHttp: true } }, env);

    expect(tags).toEqual(['1']);
    expect(api.asked).toHaveLength(1);
  });

  it('of ECR say what to do where there are no AWS credentials', async () => {
    const source = await startSource({ kind: 'basic', username: 'AWS', password: PASSWORD });
    const proxy = await startProxy(source.host);
    const env = { AWS_EC2_METADATA_DISABLED: 'true', HTTP_PROXY: proxy.url.href };

    const { exitCode, stdout } = await mirror(ECR, { [ECR]: { plainHttp: true } }, env);

    expect(exitCode).toBe(1);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('there are no AWS credentials');
  });

  it("take podman's logins by the longest name", async () => {
    const source = await startSource({ kind: 'bearer', username: 'mirror', password: PASSWORD });
    const login = (password: string) => ({ auth: btoa(`mirror:${password}`) });
    const auths = {
      [source.host]: login('planted-other'),
      [`${source.host}/app`]: login(PASSWORD),
    };
    await workplace().write('auth.json', { auths });

    const { tags } = await mirror(source.host, {}, { REGISTRY_AUTH_FILE: 'auth.json' });

    expect(tags).toEqual(['1']);
  });
});
