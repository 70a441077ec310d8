import { describe, expect, it } from 'vitest';
import type { BoundTarget } from '../../../lib/aws/environment.ts';
import { useRegistriesBehindProxy } from '../../support/aws/registries-behind-proxy.ts';

const HOST = 'r.example';
const PLAIN = { [HOST]: { plainHttp: true } };
const TARGETS: readonly BoundTarget[] = [{ registry: HOST, prefix: 'external/' }];

const behind = useRegistriesBehindProxy();

describe('createAwsRepositories', () => {
  it('restricts definitions to its targets and declared registries', () => {
    expect(behind().open(PLAIN, TARGETS).trust).toEqual({
      targets: [{ registry: HOST, prefix: 'external/' }],
      registries: [HOST],
    });
  });

  it('lets anything be read that is asked for over TLS or bound to plain HTTP', async () => {
    const { repositories } = behind().open(PLAIN, TARGETS);

    const app = repositories.open({ registry: HOST, repository: 'app' }, 'pull');

    await expect(app.resolve('1')).resolves.toBeDefined();
  });

  it('asks even this machine by TLS where nothing else is bound', async () => {
    const { registry } = behind();
    const { repositories } = behind().open({}, []);

    const app = repositories.open({ registry: registry.host, repository: 'app' }, 'pull');

    await expect(app.resolve('1')).rejects.toThrow('https://127.0.0.1');
    expect(registry.requests).toEqual([]);
  });

  it.each([
    ['app', HOST],
    ['externals/app', HOST],
    ['external/app', 'other.example'],
  ])('opens %s of %s for nobody who writes', (repository, registry) => {
    const { repositories } = behind().open(PLAIN, TARGETS);

    expect(() => repositories.open({ registry, repository }, 'pull,push')).toThrow(
      expect.objectContaining({ kind: 'policy', code: 'DENIED', retryable: false }),
    );
  });

  it('lets nothing be written that was opened to be read', async () => {
    const { repositories } = behind().open(PLAIN, TARGETS);
    const app = repositories.open({ registry: HOST, repository: 'external/app' }, 'pull');
    const descriptor = await repositories
      .open({ registry: HOST, repository: 'app' }, 'pull')
      .resolve('1');

    if (!descriptor) throw new Error('app:1 is missing');

    await expect(app.startUpload(descriptor)).rejects.toMatchObject({ code: 'DENIED' });
    expect(behind().asked.map(([line]) => line.split(' ')[0])).toEqual(['HEAD']);
  });

  it.each(['pull', 'pull,push'] as const)('knows no folder to %s', (access) => {
    const { repositories } = behind().open(PLAIN, TARGETS);
    const folder = { registry: 'oci:', repository: './x' };

    expect(() => repositories.open(folder, access)).toThrow('oci:./x is a folder');
  });

  it('has credentials given in a secret of the stack', async () => {
    behind().registry.play({ do: { kind: 'status', status: 401 } });
    const { repositories } = behind().open(PLAIN, TARGETS);

    const app = repositories.open({ registry: HOST, repository: 'app' }, 'pull');

    await expect(app.resolve('1')).rejects.toMatchObject({
      hint: `check that the repository exists and give credentials for ${HOST} in a secret that the stack names under registries`,
    });
  });

  it('refuses proxies that cannot be used, and quotes nothing', () => {
    const environment = { HTTPS_PROXY: 'socks5://u:planted@proxy.example' };

    expect(() => behind().open({}, [], { environment })).toThrow(
      /^the environment variable HTTPS_PROXY names no proxy that can be used$/,
    );
  });
});
