import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CredentialsError } from '../../lib/local/errors.ts';
import type { Credentials } from '../../lib/registry/credentials.ts';
import { BY_DOCKER, IMAGES, LOGIN, useSettling } from '../support/settling.ts';

const BY_COMMAND: Credentials = { kind: 'token', token: 'of the command' };
const BY_DEFINITION: Credentials = { kind: 'basic', username: 'bob', password: 'of the file' };

/** A repository of each registry that an image names. */
const NAMES: Readonly<Record<string, string>> = {
  'quay.io': 'coreos/etcd',
  'docker.io': 'library/busybox',
  'mirror.example': 'busybox',
  'other.example': 'etcd',
};

describe('settleRegistries', () => {
  const settling = useSettling();

  /** Settles `registries`, and tells the settings of the repository that each host has. */
  async function settle(
    registries: object = {},
    targetCredentials?: Credentials,
    rest: object = { images: IMAGES },
  ) {
    const { settingsOf } = await settling().settle(
      { registries, ...rest },
      {
        targetCredentials: targetCredentials && {
          credentials: targetCredentials,
          option: '--access-token',
        },
      },
    );
    return (registry: string) => settingsOf({ registry, repository: NAMES[registry] ?? '' });
  }

  const { username, password } = BY_DEFINITION;
  const defined = { credentials: { username, password } };

  it("takes docker's credentials where nothing else is known", async () => {
    await settling().logIn({ 'quay.io': LOGIN, 'https://index.docker.io/v1/': LOGIN });

    const settingsOf = await settle();

    expect(settingsOf('quay.io').credentials).toEqual(BY_DOCKER);
    expect(settingsOf('docker.io').credentials).toEqual(BY_DOCKER);
    expect(settingsOf('mirror.example').credentials).toBeUndefined();
  });

  it("prefers the definition's credentials to docker's", async () => {
    await settling().logIn({ 'quay.io': LOGIN, 'mirror.example': LOGIN });

    const settingsOf = await settle({ 'quay.io': defined });

    expect(settingsOf('quay.io').credentials).toEqual(BY_DEFINITION);
    expect(settingsOf('mirror.example').credentials).toEqual(BY_DOCKER);
  });

  it('gives those of the command line to the registry of the prefix alone', async () => {
    const images = [{ source: 'busybox:1' }, { source: 'etcd:1', target: 'other.example/etcd' }];
    const rest = { targetRepoPrefix: 'mirror.example/', images };

    const settingsOf = await settle({ 'other.example': defined }, BY_COMMAND, rest);

    expect(settingsOf('mirror.example').credentials).toEqual(BY_COMMAND);
    expect(settingsOf('other.example').credentials).toEqual(BY_DEFINITION);
  });

  it('asks which registry those of the command line are for where there are several', async () => {
    const images = [...IMAGES, { source: 'etcd:1', target: 'other.example/etcd' }];

    const settling = settle({}, BY_COMMAND, { images });

    await expect(settling).rejects.toBeInstanceOf(CredentialsError);
  });

  it('prefers those of the command line for targets, and tells them to no source', async () => {
    await settling().logIn({ 'mirror.example': LOGIN });

    const settingsOf = await settle({ 'mirror.example': defined }, BY_COMMAND);

    expect(settingsOf('mirror.example').credentials).toEqual(BY_COMMAND);
    expect(settingsOf('quay.io').credentials).toBeUndefined();
    expect(settingsOf('docker.io').credentials).toBeUndefined();
  });

  it.each([
    [{ token: 'secret' }, { kind: 'token', token: 'secret' }],
    [{ identityToken: 'secret' }, { kind: 'identity-token', token: 'secret' }],
  ])('takes %o from the definition', async (credentials, expected) => {
    const settingsOf = await settle({ 'quay.io': { credentials } });

    expect(settingsOf('quay.io').credentials).toEqual(expected);
  });

  it('reads the docker config that the definition names for a registry', async () => {
    const own = join(settling().folder, 'own.json');
    await settling().logIn({ 'quay.io': LOGIN, 'mirror.example': LOGIN }, own);

    const settingsOf = await settle({ 'quay.io': { credentials: { dockerConfig: own } } });

    expect(settingsOf('quay.io').credentials).toEqual(BY_DOCKER);
    expect(settingsOf('mirror.example').credentials).toBeUndefined();
  });

  it('hands on what else the definition says of a registry', async () => {
    const settingsOf = await settle({
      'quay.io': { plainHttp: true, maxConnections: 4, uploads: 'ecr' },
    });

    expect(settingsOf('quay.io')).toMatchObject({
      plainHttp: true,
      maxConnections: 4,
      profile: { mountable: 'referenced', sessions: 'sender' },
    });
    expect(settingsOf('mirror.example')).toEqual({ scope: 'mirror.example' });
  });

  it('names the accounts that take turns, by where their credentials stand', async () => {
    const other = { dockerConfig: settling().dockerConfigFile };
    await settling().logIn({ 'quay.io': LOGIN });

    const settingsOf = await settle({ 'quay.io': { credentials: [defined.credentials, other] } });

    expect(settingsOf('quay.io')).toMatchObject({
      credentials: BY_DEFINITION,
      account: 'registries.quay.io',
      otherAccounts: [
        { name: `docker config ${settling().dockerConfigFile}, account 2`, credentials: BY_DOCKER },
      ],
    });
    expect(settingsOf('docker.io').otherAccounts).toBeUndefined();
  });

  it('knows nothing of a registry that no image names', async () => {
    await settling().logIn({ 'ghcr.io': LOGIN });

    const settingsOf = await settle();

    expect(settingsOf('ghcr.io')).toEqual({});
  });

  it.each([
    ['none', 'none'],
    ['http://proxy.example:3128', new URL('http://proxy.example:3128')],
  ])('hands on the proxy %s', async (proxy, expected) => {
    const settingsOf = await settle({ 'quay.io': { proxy } });

    expect(settingsOf('quay.io').proxy).toEqual(expected);
    expect(settingsOf('docker.io').proxy).toBeUndefined();
  });

  it('complains of a certificate that cannot be read where its registry is opened', async () => {
    const settingsOf = await settle({ 'quay.io': { ca: join(settling().folder, 'absent.pem') } });

    expect(() => settingsOf('quay.io')).toThrow('registries["quay.io"].ca');
    expect(settingsOf('docker.io')).toMatchObject({ scope: 'docker.io' });
  });

  it('complains of a broken entry where its registry is opened, and of no other', async () => {
    await settling().logIn({ 'quay.io': { auth: 'no base64!' }, 'mirror.example': LOGIN });

    const settingsOf = await settle();

    expect(() => settingsOf('quay.io')).toThrow(CredentialsError);
    expect(settingsOf('mirror.example').credentials).toEqual(BY_DOCKER);
  });

  it('complains of a broken file only for registries that need it', async () => {
    await writeFile(settling().dockerConfigFile, 'no JSON');

    const settingsOf = await settle({ 'quay.io': defined }, BY_COMMAND);

    expect(() => settingsOf('docker.io')).toThrow(`${settling().dockerConfigFile} is not JSON`);
    expect(settingsOf('quay.io').credentials).toEqual(BY_DEFINITION);
    expect(settingsOf('mirror.example').credentials).toEqual(BY_COMMAND);
  });
});
