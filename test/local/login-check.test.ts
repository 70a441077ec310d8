import { beforeEach, describe, expect, it } from 'vitest';
import { parseDefinition } from '../../lib/definition/parse.ts';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { checkLogins, type LoginCheck } from '../../lib/local/login-check.ts';
import { settleRegistries } from '../../lib/local/registry-settings.ts';
import { asked } from '../support/asked.ts';
import { ALICE, guardedApp } from '../support/guarded-app.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';

const WRONG = { username: 'alice', password: 'planted-wrong' };

const fixture = useRegistryFixture();
let source: EmbeddedRegistry;
let target: EmbeddedRegistry;

beforeEach(async () => {
  source = await guardedApp(fixture(), { kind: 'basic', ...ALICE });
  target = await fixture().start({ authentication: { kind: 'bearer', ...ALICE } });
});

async function check(registries: object, images: readonly object[] = [{}]) {
  const content = {
    registries,
    images: images.map((image) => ({
      source: `${source.host}/app:1`,
      target: `${target.host}/mirror/app:1`,
      ...image,
    })),
  };
  const text = JSON.stringify(content);
  const definition = parseDefinition(text, { file: 'images.yaml', environment: {} });
  const settled = await settleRegistries(definition, { authFiles: [], certificateFolders: [] });
  const { signal } = new AbortController();
  return await checkLogins(definition, { ...settled, retries: 0, signal });
}

function told(checks: readonly LoginCheck[], registry: string): LoginCheck | undefined {
  return checks.find((candidate) => candidate.registry === registry);
}

describe('checkLogins', () => {
  it('tells where credentials are and that they work, and writes nothing', async () => {
    const credentials = { credentials: ALICE };

    const checks = await check({ [source.host]: credentials, [target.host]: credentials });

    expect(checks).toEqual([
      {
        registry: source.host,
        credentials: `registries.${source.host}`,
        works: true,
        message: `credentials accepted; ${source.host}/app:1 can be read`,
        hint: null,
      },
      {
        registry: target.host,
        credentials: `registries.${target.host}`,
        works: true,
        message: `credentials accepted; ${target.host}/mirror/app:1 does not exist there yet, or is not shown; the right to push was asked for, which only a push proves`,
        hint: null,
      },
    ]);
    const scopes = target.requests.flatMap(({ query }) => query.getAll('scope'));
    expect(new Set(scopes)).toEqual(new Set(['repository:mirror/app:pull,push']));
    const methods = [source, target].flatMap(({ requests }) =>
      requests.map(({ method }) => method),
    );
    expect(new Set(methods)).toEqual(new Set(['GET', 'HEAD']));
  });

  it('tells that credentials do not work, and what to do, without them', async () => {
    const checks = await check({
      [source.host]: { credentials: WRONG },
      [target.host]: { credentials: WRONG },
    });

    for (const { host } of [source, target]) {
      expect(told(checks, host)).toMatchObject({ works: false, hint: expect.any(String) });
    }
    expect(told(checks, target.host)?.message).toContain('refused the credentials');
    expect(JSON.stringify(checks)).not.toMatch(/planted|YWxpY2U/);
  });

  it('looks at wrong credentials also where anybody may read', async () => {
    const open = await fixture().start();
    const headers = { 'WWW-Authenticate': 'Basic realm="x"' };
    open.play({ path: '/v2/', do: { kind: 'status', status: 401, headers } });

    const checks = await check({ [open.host]: { credentials: WRONG } }, [
      { source: `${open.host}/app:1` },
    ]);

    expect(told(checks, open.host)?.works).toBe(false);
  });

  it('says that nobody has logged in', async () => {
    const open = await guardedApp(fixture(), { kind: 'bearer', ...ALICE, anonymousPull: true });

    const checks = await check({}, [{ source: `${open.host}/app:1` }]);

    expect(told(checks, open.host)).toMatchObject({
      credentials: 'anonymous',
      works: true,
      message: `lets anybody in; ${open.host}/app:1 can be read`,
    });
    expect(told(checks, target.host)).toMatchObject({ credentials: 'anonymous', works: false });
  });

  it('checks each path that has credentials of its own, once', async () => {
    const checks = await check(
      {
        [source.host]: { credentials: ALICE },
        [`${source.host}/team`]: { credentials: WRONG },
      },
      ['app', 'team/a', 'team/b', 'other'].map((name) => ({
        source: `${source.host}/${name}:1`,
        target: `${target.host}/${name}:1`,
      })),
    );

    expect(checks.map(({ registry, works }) => [registry, works])).toEqual([
      [source.host, true],
      [`${source.host}/team`, false],
      [target.host, false],
    ]);
  });

  it('lists the tags of what is selected by tag, as a sync does', async () => {
    const image = { source: `${source.host}/app`, target: `${target.host}/app`, tags: 'all' };

    const checks = await check({ [source.host]: { credentials: ALICE } }, [image]);

    expect(told(checks, source.host)?.works).toBe(true);
    expect(asked(source)).toContain('GET /v2/app/tags/list 200');
  });

  it('looks for tags on the pages after an empty one', async () => {
    const image = { source: `${source.host}/app`, target: `${target.host}/app`, tags: 'all' };
    const headers = { Link: '</v2/app/tags/list?last=0>; rel="next"' };
    const page = { kind: 'status', status: 200, headers, body: '{"tags":[]}' } as const;
    source.play({ path: '/v2/app/tags/list', times: 1, do: page });

    const checks = await check({ [source.host]: { credentials: ALICE } }, [image]);

    expect(told(checks, source.host)?.message).toMatch(`${source.host}/app can be read`);
  });

  it('tells of credentials that cannot be had', async () => {
    const file = '/absent/ca.pem';

    const checks = await check({ [source.host]: { credentials: ALICE, ca: file } });

    expect(told(checks, source.host)).toMatchObject({
      credentials: `registries.${source.host}`,
      works: false,
      message: `registries["${source.host}"].ca: ${file} cannot be read: ENOENT`,
    });
  });

  it('ends with the reason of an abort', async () => {
    const reason = new Error('stop');
    const text = JSON.stringify({
      images: [{ source: `${source.host}/a:1`, target: 'b.example/a' }],
    });
    const definition = parseDefinition(text, { file: 'images.yaml', environment: {} });
    const settled = await settleRegistries(definition, { authFiles: [], certificateFolders: [] });
    const signal = AbortSignal.abort(reason);

    await expect(checkLogins(definition, { ...settled, retries: 0, signal })).rejects.toBe(reason);
  });
});
