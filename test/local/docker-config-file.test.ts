import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dockerConfigPath, readDockerConfigFile } from '../../lib/local/docker-config-file.ts';
import { CredentialsError } from '../../lib/local/errors.ts';

describe('dockerConfigPath', () => {
  it.each([
    [{ DOCKER_CONFIG: '/run/docker', HOME: '/home/ada' }, '/run/docker/config.json'],
    [{ DOCKER_CONFIG: '', HOME: '/home/ada' }, '/home/ada/.docker/config.json'],
    [{}, join(homedir(), '.docker', 'config.json')],
  ])('follows %j', (environment, path) => {
    expect(dockerConfigPath(environment)).toBe(path);
  });
});

describe('readDockerConfigFile', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'docker-'));
    file = join(folder, 'config.json');
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('reads what concerns credentials and passes over the rest', async () => {
    const config = {
      auths: { 'ghcr.io': { auth: 'YTpi' }, 'quay.io': {} },
      credHelpers: { 'gcr.io': 'gcloud' },
      credsStore: 'desktop',
    };
    await writeFile(file, JSON.stringify({ ...config, currentContext: 'default', proxies: {} }));

    expect(await readDockerConfigFile(file)).toEqual(config);
  });

  it.each(['', '\n', '{}'])('finds nothing in %j', async (text) => {
    await writeFile(file, text);

    expect(await readDockerConfigFile(file)).toEqual({});
  });

  it('finds nothing where there is no file', async () => {
    expect(await readDockerConfigFile(file)).toEqual({});
  });

  it.each([
    ['text that is not JSON', '{ "auths": s3cret }', 'is not JSON'],
    ['JSON that breaks off', '{ "auths": { "ghcr.io": { "auth": "s3cret', 'is not JSON'],
    ['a list', '["s3cret"]', 'has not the form that docker writes'],
    [
      'an entry that is text',
      '{ "auths": { "ghcr.io": "s3cret" } }',
      ': auths["ghcr.io"] has not the form that docker writes',
    ],
    [
      'a list in an entry',
      '{ "auths": { "ghcr.io": { "auth": ["s3cret"] } } }',
      ': auths["ghcr.io"].auth has not the form that docker writes',
    ],
  ])('refuses %s and does not quote it', async (_, text, problem) => {
    await writeFile(file, text);

    const error: unknown = await readDockerConfigFile(file).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(CredentialsError);
    expect(error).toMatchObject({
      code: 'INVALID_CREDENTIALS',
      message: expect.stringMatching(/config\.json/),
    });
    expect(String(error)).toContain(problem);
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('s3cret');
  });

  it('names a file that cannot be read', async () => {
    await expect(readDockerConfigFile(folder)).rejects.toThrow(`${folder} cannot be read: EISDIR`);
  });
});
