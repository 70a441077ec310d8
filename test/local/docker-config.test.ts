import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DockerConfig, readDockerConfig } from '../../lib/local/docker-config.ts';
import { currentCredentials } from '../../lib/registry/credentials.ts';
import {
  answers,
  asked,
  helperEnvironment,
  installHelper,
} from '../support/fake-credential-helper.ts';

const SECRET = 's3cr:t';
const ADA = { auth: Buffer.from(`ada:${SECRET}`).toString('base64') };
const BOB = { username: 'bob', password: 'other' };
const ADAS = { kind: 'basic', username: 'ada', password: SECRET };

describe('DockerConfig', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'docker-'));
    file = join(folder, 'config.json');
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function read(config: object): Promise<DockerConfig> {
    await writeFile(file, JSON.stringify(config));
    return readDockerConfig(file, { environment: helperEnvironment(folder) });
  }

  async function credentialsFor(config: DockerConfig, registry: string) {
    const found = await config.placeOf({ registry, repository: 'team/app' })?.read();
    return await currentCredentials(found);
  }

  it.each([
    ['ghcr.io', 'ghcr.io'],
    ['https://ghcr.io', 'ghcr.io'],
    ['http://ghcr.io/', 'ghcr.io'],
    ['https://ghcr.io/v1/', 'ghcr.io'],
    ['ghcr.io/v2', 'ghcr.io'],
    ['ghcr.io/owner', 'ghcr.io'],
    ['GHCR.io', 'ghcr.io'],
    ['localhost:5000', 'localhost:5000'],
    ['http://127.0.0.1:5000/v2/', '127.0.0.1:5000'],
    ['[::1]:5000', '[::1]:5000'],
    ['https://index.docker.io/v1/', 'docker.io'],
    ['index.docker.io', 'docker.io'],
    ['docker.io', 'docker.io'],
    ['registry-1.docker.io', 'docker.io'],
  ])('takes the key %s for %s', async (key, registry) => {
    const config = await read({ auths: { [key]: ADA } });

    expect(await credentialsFor(config, registry)).toEqual(ADAS);
  });

  it.each([
    ['ghcr.io', 'ghcr.io.example'],
    ['ghcr.io', 'sub.ghcr.io'],
    ['ghcr.io', 'ghcr.io:5000'],
    ['localhost:5000', 'localhost:5001'],
    ['https://evil.example/ghcr.io', 'ghcr.io'],
    ['https://user@ghcr.io', 'ghcr.io'],
    ['word', 'docker.io'],
    ['hub.docker.com', 'docker.io'],
    ['', 'docker.io'],
  ])('never takes the key %j for %s', async (key, registry) => {
    const config = await read({ auths: { [key]: ADA } });

    expect(await credentialsFor(config, registry)).toBeUndefined();
  });

  it.each([
    ['ghcr.io', { 'https://ghcr.io/v1/': BOB, 'ghcr.io': ADA, 'ghcr.io/': BOB }],
    ['docker.io', { 'docker.io': BOB, 'https://index.docker.io/v1/': ADA, 'index.docker.io': BOB }],
    ['ghcr.io', { 'ghcr.io': {}, 'ghcr.io/': ADA, 'https://ghcr.io': BOB }],
  ])('prefers the key that docker writes for %s, then the first', async (registry, auths) => {
    const config = await read({ auths });

    expect(await credentialsFor(config, registry)).toEqual(ADAS);
  });

  it('says which file or helper a registry depends on', async () => {
    const config = await read({ auths: { 'ghcr.io': ADA }, credHelpers: { 'quay.io': 'own' } });

    const place = (registry: string) => config.placeOf({ registry, repository: 'app' });

    expect(place('ghcr.io')).toMatchObject({ scope: 'ghcr.io', words: `docker config ${file}` });
    expect(place('quay.io')).toMatchObject({ scope: 'quay.io', words: 'credential helper own' });
    expect(place('docker.io')).toBeUndefined();
  });

  it('asks the own helper of a registry before its entry', async () => {
    await installHelper(folder, 'own', answers('eve', 'from helper'));
    const config = await read({
      auths: { 'ghcr.io': ADA },
      credHelpers: { 'https://ghcr.io': 'own' },
      credsStore: 'missing',
    });

    const credentials = await credentialsFor(config, 'ghcr.io');

    expect(credentials).toEqual({ kind: 'basic', username: 'eve', password: 'from helper' });
    expect(await asked(folder)).toEqual(['get ghcr.io']);
  });

  it('asks the helper for all where an entry is empty or missing, by the names docker uses', async () => {
    await installHelper(folder, 'all', answers('<token>', 'from helper'));
    const config = await read({ auths: { 'ghcr.io': {}, 'quay.io': ADA }, credsStore: 'all' });

    const token = { kind: 'identity-token', token: 'from helper' };
    expect(await credentialsFor(config, 'ghcr.io')).toEqual(token);
    expect(await credentialsFor(config, 'docker.io')).toEqual(token);
    expect(await credentialsFor(config, 'quay.io')).toEqual(ADAS);
    expect(await asked(folder)).toEqual(['get ghcr.io', 'get https://index.docker.io/v1/']);
  });

  it('asks a helper once for credentials that nobody refuses', async () => {
    await installHelper(folder, 'own', answers('eve', 'from helper'));
    const config = await read({ credHelpers: { 'ghcr.io': 'own' } });

    const credentials = await config.placeOf({ registry: 'ghcr.io', repository: 'app' })?.read();
    await currentCredentials(credentials);
    await currentCredentials(credentials);

    expect(await asked(folder)).toEqual(['get ghcr.io']);
  });

  it('asks nobody for a registry whose helper is the empty name', async () => {
    const config = await read({ credHelpers: { 'ghcr.io': '' }, credsStore: 'missing' });

    expect(await credentialsFor(config, 'ghcr.io')).toBeUndefined();
  });

  it('complains of what is broken only where it is needed, by file and key', async () => {
    const config = await read({
      auths: { 'https://ghcr.io': { auth: SECRET }, 'quay.io': ADA },
      credHelpers: { 'gcr.io': 'missing' },
    });

    expect(await credentialsFor(config, 'quay.io')).toEqual(ADAS);
    await expect(credentialsFor(config, 'ghcr.io')).rejects.toThrow(
      `${file}: auths["https://ghcr.io"] has an "auth" that is not username:password in base64`,
    );
    await expect(credentialsFor(config, 'gcr.io')).rejects.toThrow(
      'docker-credential-missing, asked for gcr.io, is not installed in the PATH',
    );
  });

  it('shows no secret to whatever prints it', async () => {
    const config = await read({ auths: { 'ghcr.io': BOB, 'quay.io': ADA } });

    const shown = inspect(config, { depth: null, showHidden: true }) + JSON.stringify(config);

    expect(shown).not.toContain(ADA.auth);
    expect(shown).not.toContain(BOB.password);
  });

  it('has no credentials where the file is missing', async () => {
    const config = await readDockerConfig(join(folder, 'missing', 'config.json'));

    expect(await credentialsFor(config, 'ghcr.io')).toBeUndefined();
  });
});
