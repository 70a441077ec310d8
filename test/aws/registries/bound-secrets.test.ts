import { describe, expect, it } from 'vitest';
import type { BoundRegistries } from '../../../lib/aws/environment.ts';
import { useRegistriesBehindProxy } from '../../support/aws/registries-behind-proxy.ts';
import { image } from '../../support/image-builder.ts';

const HUB_SECRET = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:hub';
const BASIC = `Basic ${Buffer.from('u:planted').toString('base64')}`;
const BOUND: BoundRegistries = {
  'index.docker.io': { secret: HUB_SECRET, plainHttp: true },
  'other.example': { plainHttp: true },
};
const [blob] = image().blobs;

const behind = useRegistriesBehindProxy();

function open(registry: string) {
  const readSecret = async () => JSON.stringify({ username: 'u', password: 'planted' });
  const { repositories } = behind().open(BOUND, [], { readSecret });
  return repositories.open({ registry, repository: 'app' }, 'pull');
}

/** Has the registry ask everybody by this challenge who does not say who they are, once. */
function challenge(header: string): void {
  const headers = { 'www-authenticate': header };
  behind().registry.play({ times: 1, do: { kind: 'status', status: 401, headers } });
}

/** Hosts that were told who asks, with what they were told. */
function told(): readonly (readonly unknown[])[] {
  return behind()
    .asked.filter(([, authorization]) => authorization !== undefined)
    .map(([line, authorization]) => [new URL(line.split(' ')[1] ?? '').host, authorization]);
}

describe("docker.io's secret", () => {
  it('is told to Docker Hub', async () => {
    challenge('Basic realm="hub"');

    await expect(open('docker.io').resolve('1')).resolves.toBeDefined();

    expect(told()).toEqual([['registry-1.docker.io', BASIC]]);
  });

  it('is one of several, whose accounts take turns', async () => {
    const accounts = ['u', 'v'];
    const readSecret = async (arn: string) =>
      JSON.stringify({ username: accounts[arn.endsWith('hub') ? 0 : 1], password: 'planted' });
    const bound = { 'docker.io': { secret: [HUB_SECRET, `${HUB_SECRET}-2`], plainHttp: true } };
    const { repositories } = behind().open(bound, [], { readSecret });
    const repository = repositories.open({ registry: 'docker.io', repository: 'app' }, 'pull');
    for (const _ of accounts) {
      challenge('Basic realm="hub"');
      await repository.resolve('1');
    }

    const names = told().map(([, authorization]) =>
      Buffer.from(String(authorization).slice(6), 'base64').toString().slice(0, 1),
    );

    expect(names.toSorted()).toEqual(accounts);
  });

  it('is told to no other registry of the definition', async () => {
    challenge('Basic realm="other"');

    await expect(open('other.example').resolve('1')).rejects.toMatchObject({ status: 401 });

    expect(told()).toEqual([]);
  });

  it("is told to no other registry that pretends to have Docker Hub's token service", async () => {
    challenge('Bearer realm="http://registry-1.docker.io/token",service="registry.docker.io"');

    await expect(open('other.example').resolve('1')).rejects.toThrow('which is not https');

    expect(told()).toEqual([]);
  });

  it('is told to no token service elsewhere that has no TLS', async () => {
    challenge('Bearer realm="http://auth.other.example/token",service="registry.docker.io"');

    await expect(open('docker.io').resolve('1')).rejects.toThrow('which is not https');

    expect(told()).toEqual([]);
    expect(behind().asked).toHaveLength(1);
  });

  it('does not go along where Docker Hub redirects', async () => {
    const repository = open('docker.io');
    challenge('Basic realm="hub"');
    await repository.resolve('1');
    const location = `http://cdn.example/v2/app/blobs/${blob?.descriptor.digest}`;
    const path = /\/blobs\//;
    const redirect = { kind: 'redirect', status: 307, location } as const;
    behind().registry.play({ path, times: 1, do: redirect });

    if (blob) await repository.fetchBlob(blob.descriptor);

    expect(behind().asked.at(-1)).toEqual([`GET ${location}`, undefined]);
    expect(new Set(told().map(String))).toEqual(new Set([`registry-1.docker.io,${BASIC}`]));
  });

  it('is not read for anybody else', async () => {
    const read: string[] = [];
    const readSecret = async (arn: string) => {
      read.push(arn);
      return '{}';
    };
    const { repositories } = behind().open(BOUND, [], { readSecret });

    await repositories.open({ registry: 'other.example', repository: 'app' }, 'pull').resolve('1');

    expect(read).toEqual([]);
  });
});
