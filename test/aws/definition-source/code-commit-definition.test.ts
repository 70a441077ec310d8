import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDefinitionSource } from '../../../lib/aws/definition-source/create-definition-source.ts';
import { LARGEST_DEFINITION_BYTES } from '../../../lib/aws/definition-source.ts';
import { useAwsEnvironment } from '../../support/aws/aws-environment.ts';
import { AwsFailure } from '../../support/aws/aws-service.ts';
import { type CodeCommit, startCodeCommit } from '../../support/aws/start-code-commit.ts';

let api: CodeCommit;

useAwsEnvironment();

beforeAll(async () => {
  api = await startCodeCommit();
  api.commit('mirror', 'main', { 'images.yaml': 'first: ü' });
});

afterAll(() => api.close());

beforeEach(() => {
  vi.stubEnv('AWS_ENDPOINT_URL_CODECOMMIT', api.endpoint);
});

const PLACE = {
  kind: 'codecommit',
  repository: 'mirror',
  branch: 'main',
  path: 'images.yaml',
} as const;

describe('createDefinitionSource for CodeCommit', () => {
  it('reads the file of the branch as it is now', async () => {
    const source = createDefinitionSource(PLACE);
    expect(await source.read()).toBe('first: ü');

    api.commit('mirror', 'main', { 'images.yaml': 'second' });

    expect(await source.read()).toBe('second');
    expect(source.name).toBe('codecommit://mirror/images.yaml@main');
  });

  it('finds no text where the file is missing', async () => {
    expect(await createDefinitionSource({ ...PLACE, path: 'x.yaml' }).read()).toBeUndefined();
  });

  it.each([
    [{ branch: 'other' }, 'CommitDoesNotExistException', 'push the branch'],
    [{ repository: 'other' }, 'RepositoryDoesNotExistException', 'create the repository'],
  ])('says that %j does not exist', async (change, name, hint) => {
    await expect(createDefinitionSource({ ...PLACE, ...change }).read()).rejects.toMatchObject({
      kind: 'not-found',
      retryable: false,
      message: expect.stringContaining(name),
      hint: expect.stringContaining(hint),
    });
  });

  it.each([
    ['EncryptionKeyDisabledException', 400, 'auth', 'kms:Decrypt', false],
    ['AccessDeniedException', 400, 'auth', 'codecommit:GetFile', false],
    ['UnrecognizedClientException', 400, 'auth', 'AWS credentials', false],
    ['InternalFailure', 500, 'transient', 'tried again', true],
  ])('explains %s', async (name, status, kind, hint, retryable) => {
    api.refuse('GetFile', new AwsFailure(name, 'said by AWS', status));

    await expect(createDefinitionSource(PLACE).read()).rejects.toMatchObject({
      kind,
      retryable,
      hint: expect.stringContaining(hint),
      message: expect.stringContaining(`${name}, said by AWS`),
    });
  });

  it('gives a text that is too long for one that CodeCommit does not give', async () => {
    api.commit('mirror', 'long', { 'images.yaml': 'x'.repeat(7 * 1024 * 1024) });

    const text = await createDefinitionSource({ ...PLACE, branch: 'long' }).read();

    expect(text?.length).toBeGreaterThan(LARGEST_DEFINITION_BYTES);
  });
});
