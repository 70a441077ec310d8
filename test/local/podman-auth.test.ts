import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readDockerConfig } from '../../lib/local/docker-config.ts';

function login(name: string): { auth: string } {
  return { auth: Buffer.from(`${name}:secret`).toString('base64') };
}

describe("podman's auth.json", () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'podman-'));
    file = join(folder, 'auth.json');
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function placeOf(auths: object, registry: string, repository: string) {
    await writeFile(file, JSON.stringify({ auths }));
    return (await readDockerConfig(file, { rule: 'podman' })).placeOf({ registry, repository });
  }

  const AUTHS = {
    'quay.io': login('host'),
    'quay.io/acme': login('namespace'),
    'quay.io/acme/api/': login('repository'),
    'docker.io/library': login('official'),
    'https://index.docker.io/v1/': login('hub'),
    'old.example/v2/': login('old'),
  };

  it.each([
    ['quay.io', 'acme/api', 'repository', 'quay.io/acme/api'],
    ['quay.io', 'acme/api/part', 'repository', 'quay.io/acme/api'],
    ['quay.io', 'acme/api2', 'namespace', 'quay.io/acme'],
    ['quay.io', 'acme2/api', 'host', 'quay.io'],
    ['docker.io', 'library/busybox', 'official', 'docker.io/library'],
    ['docker.io', 'bitnami/redis', 'hub', 'docker.io'],
    ['old.example', 'app', 'old', 'old.example'],
  ])('has for %s/%s the login of %s', async (registry, repository, username, scope) => {
    const place = await placeOf(AUTHS, registry, repository);

    expect(place).toMatchObject({ scope, words: `podman auth ${file}` });
    expect(await place?.read()).toMatchObject({ username });
  });

  it('has none for a name that only begins alike', async () => {
    const place = await placeOf({ 'quay.io/acme': login('namespace') }, 'quay.io', 'acme2/api');

    expect(place).toBeUndefined();
  });
});
