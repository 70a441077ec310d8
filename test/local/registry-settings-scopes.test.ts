import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { IMAGES, LOGIN, useSettling } from '../support/settling.ts';

function login(username: string): object {
  return { credentials: { username, password: 'secret' } };
}

describe('settleRegistries with keys that have a path', () => {
  const settling = useSettling();

  it.each([
    ['acme/api', 'quay.io/acme/api', 'repository', undefined],
    ['acme/api/part', 'quay.io/acme/api', 'repository', undefined],
    ['acme/api2', 'quay.io/acme', 'namespace', undefined],
    ['acme/team/x', 'quay.io/acme/team', 'namespace', true],
    ['other/x', 'quay.io', 'host', undefined],
  ])(
    'goes for %s by the longest that begins it: %s',
    async (repository, scope, username, insecure) => {
      const { settingsOf } = await settling().settle({
        images: [{ source: `quay.io/${repository}:1`, target: 'mirror.example/x' }],
        registries: {
          'quay.io': { ...login('host'), maxConnections: 3 },
          'quay.io/acme': login('namespace'),
          'quay.io/acme/api': login('repository'),
          'quay.io/acme/team': { insecure: true },
        },
      });

      expect(settingsOf({ registry: 'quay.io', repository })).toMatchObject({
        scope,
        insecure,
        credentials: { username },
        maxConnections: 3,
      });
    },
  );

  it('prefers what is written for a path to what the command line says of the host', async () => {
    const { settingsOf, credentialsOf } = await settling().settle(
      { registries: { 'mirror.example/etcd': login('bob') }, images: IMAGES },
      {
        targetCredentials: { credentials: { kind: 'token', token: 't' }, option: '--access-token' },
      },
    );

    const of = (repository: string) => ({ registry: 'mirror.example', repository });
    expect(settingsOf(of('etcd')).credentials).toMatchObject({ username: 'bob' });
    expect(settingsOf(of('busybox')).credentials).toEqual({ kind: 'token', token: 't' });
    expect(credentialsOf(of('etcd'))).toBe('registries.mirror.example/etcd');
    expect(credentialsOf(of('busybox'))).toBe('--access-token');
  });

  it("asks podman's file before docker's, and says which it was", async () => {
    const { folder, dockerConfigFile } = settling();
    const podman = join(folder, 'auth.json');
    await settling().logIn({ 'quay.io/coreos': { auth: btoa('eve:podman') } }, podman);
    await settling().logIn({ 'quay.io': LOGIN, 'docker.io': LOGIN });
    const authFiles = [
      { file: podman, rule: 'podman' },
      { file: dockerConfigFile, rule: 'docker' },
    ] as const;

    const { settingsOf, credentialsOf } = await settling().settle(
      { images: IMAGES },
      { authFiles },
    );

    const etcd = { registry: 'quay.io', repository: 'coreos/etcd' };
    const credentials = { username: 'eve', password: 'podman' };
    expect(settingsOf(etcd)).toMatchObject({ scope: 'quay.io/coreos', credentials });
    expect(credentialsOf(etcd)).toBe(`podman auth ${podman}`);
    const busybox = { registry: 'docker.io', repository: 'library/busybox' };
    expect(credentialsOf(busybox)).toBe(`docker config ${dockerConfigFile}`);
    const target = { registry: 'mirror.example', repository: 'etcd' };
    expect(credentialsOf(target)).toBe('anonymous');
  });

  it('looks for nothing about folders', async () => {
    await writeFile(settling().dockerConfigFile, 'no JSON');
    const images = [{ source: 'oci:./a:1', target: 'oci:./b:1' }];

    const { settingsOf } = await settling().settle({ images });

    expect(settingsOf({ registry: 'oci:', repository: './a' })).toEqual({});
  });
});
