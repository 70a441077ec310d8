import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDefinition } from '../../lib/definition/parse.ts';
import { CredentialsError } from '../../lib/local/errors.ts';
import { settleRegistries } from '../../lib/local/registry-settings.ts';
import type { Credentials } from '../../lib/registry/credentials.ts';

const BY_COMMAND: Credentials = { kind: 'token', token: 'of the command' };
const BY_DEFINITION: Credentials = { kind: 'basic', username: 'bob', password: 'of the file' };
const BY_DOCKER: Credentials = { kind: 'basic', username: 'ada', password: "docker's" };

const IMAGES = [
  { source: 'quay.io/coreos/etcd:1', target: 'mirror.example/etcd' },
  { source: 'busybox:1', target: 'mirror.example/busybox' },
];

/** An entry of docker's config.json. */
const LOGIN = { auth: Buffer.from("ada:docker's").toString('base64') };

describe('settleRegistries', () => {
  let folder: string;
  let dockerConfigFile: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'settings-'));
    dockerConfigFile = join(folder, 'config.json');
  });

  afterEach(() => rm(folder, { recursive: true }));

  function settle(
    registries: object = {},
    targetCredentials?: Credentials,
    rest: object = { images: IMAGES },
  ) {
    const text = JSON.stringify({ registries, ...rest });
    const definition = parseDefinition(text, { file: 'images.yaml', environment: {} });
    return settleRegistries(definition, { targetCredentials, dockerConfigFile });
  }

  async function logIn(auths: object, file = dockerConfigFile): Promise<void> {
    await writeFile(file, JSON.stringify({ auths }));
  }

  const { username, password } = BY_DEFINITION;
  const defined = { credentials: { username, password } };

  it("takes docker's credentials where nothing else is known", async () => {
    await logIn({ 'quay.io': LOGIN, 'https://index.docker.io/v1/': LOGIN });

    const settingsOf = await settle();

    expect(settingsOf('quay.io').credentials).toEqual(BY_DOCKER);
    expect(settingsOf('docker.io').credentials).toEqual(BY_DOCKER);
    expect(settingsOf('mirror.example').credentials).toBeUndefined();
  });

  it("prefers the definition's credentials to docker's", async () => {
    await logIn({ 'quay.io': LOGIN, 'mirror.example': LOGIN });

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
    await logIn({ 'mirror.example': LOGIN });

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
    const own = join(folder, 'own.json');
    await logIn({ 'quay.io': LOGIN, 'mirror.example': LOGIN }, own);

    const settingsOf = await settle({ 'quay.io': { credentials: { dockerConfig: own } } });

    expect(settingsOf('quay.io').credentials).toEqual(BY_DOCKER);
    expect(settingsOf('mirror.example').credentials).toBeUndefined();
  });

  it('hands on what else the definition says of a registry', async () => {
    const settingsOf = await settle({ 'quay.io': { plainHttp: true, maxConnections: 4 } });

    expect(settingsOf('quay.io')).toMatchObject({ plainHttp: true, maxConnections: 4 });
    expect(settingsOf('mirror.example')).toEqual({ credentials: undefined });
  });

  it('knows nothing of a registry that no image names', async () => {
    await logIn({ 'ghcr.io': LOGIN });

    const settingsOf = await settle();

    expect(settingsOf('ghcr.io')).toEqual({});
  });

  it('complains of a broken entry where its registry is opened, and of no other', async () => {
    await logIn({ 'quay.io': { auth: 'no base64!' }, 'mirror.example': LOGIN });

    const settingsOf = await settle();

    expect(() => settingsOf('quay.io')).toThrow(CredentialsError);
    expect(settingsOf('mirror.example').credentials).toEqual(BY_DOCKER);
  });

  it('complains of a broken file only for registries that need it', async () => {
    await writeFile(dockerConfigFile, 'no JSON');

    const settingsOf = await settle({ 'quay.io': defined }, BY_COMMAND);

    expect(() => settingsOf('docker.io')).toThrow(`${dockerConfigFile} is not JSON`);
    expect(settingsOf('quay.io').credentials).toEqual(BY_DEFINITION);
    expect(settingsOf('mirror.example').credentials).toEqual(BY_COMMAND);
  });
});
