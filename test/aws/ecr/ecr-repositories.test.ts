import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EcrRepositories } from '../../../lib/aws/ecr/ecr-repositories.ts';
import type { BoundTarget, RepositorySettings } from '../../../lib/aws/environment.ts';
import { useAwsEnvironment } from '../../support/aws/aws-environment.ts';
import { AwsFailure } from '../../support/aws/aws-service.ts';
import { type Ecr, startEcr } from '../../support/aws/start-ecr.ts';
import { type Sts, startSts } from '../../support/aws/start-sts.ts';

const REGISTRY = '210987654321.dkr.ecr.us-west-2.amazonaws.com';
const NAME = { registry: REGISTRY, repository: 'external/alpine' };
const URI = `${REGISTRY}/external/alpine`;
const SETTINGS: RepositorySettings = {
  mutability: 'IMMUTABLE_WITH_EXCLUSION',
  exclusions: ['sha256-*'],
  scanOnPush: true,
  kmsKeyArn: 'arn:aws:kms:us-west-2:210987654321:key/k',
  lifecyclePolicy: '{"rules":[]}',
  tags: { team: 'mirror' },
};
const TARGET: BoundTarget = { registry: REGISTRY, prefix: 'external/', create: SETTINGS };

let ecr: Ecr;
let sts: Sts;
let repositories: EcrRepositories;
let before: number;

useAwsEnvironment();

beforeAll(async () => {
  ecr = await startEcr();
  sts = await startSts();
});

afterAll(async () => {
  await ecr.close();
  await sts.close();
});

beforeEach(() => {
  vi.stubEnv('AWS_ENDPOINT_URL_ECR', ecr.endpoint);
  vi.stubEnv('AWS_ENDPOINT_URL_STS', sts.endpoint);
  ecr.repositories.clear();
  before = ecr.requests.length;
  repositories = new EcrRepositories();
});

afterEach(() => repositories.close());

/** What ECR was asked in this test. */
function actions(): readonly string[] {
  return ecr.requests.slice(before).map(({ action }) => action);
}

describe('EcrRepositories', () => {
  it('looks once for a repository that exists, however many write into it', async () => {
    ecr.repositories.set(URI, { settings: {} });

    await Promise.all([repositories.ensure(NAME, TARGET), repositories.ensure(NAME, TARGET)]);
    await repositories.ensure(NAME, TARGET);

    expect(actions()).toEqual(['DescribeRepositories']);
    expect(ecr.requests.at(-1)).toMatchObject({ region: 'us-west-2', accessKeyId: 'AKIAOWN' });
  });

  it('makes one that is missing as the target says', async () => {
    await repositories.ensure(NAME, TARGET);
    await repositories.ensure(NAME, TARGET);

    expect(ecr.repositories.get(URI)).toEqual({
      settings: {
        registryId: '210987654321',
        repositoryName: 'external/alpine',
        imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
        imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'sha256-*' }],
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfiguration: { encryptionType: 'KMS', kmsKey: SETTINGS.kmsKeyArn },
        tags: [{ Key: 'team', Value: 'mirror' }],
      },
      lifecyclePolicy: '{"rules":[]}',
    });
    expect(actions()).toEqual(['DescribeRepositories', 'CreateRepository', 'PutLifecyclePolicy']);
  });

  it('says nothing of what the target leaves to ECR', async () => {
    const create: RepositorySettings = {
      mutability: 'MUTABLE',
      exclusions: [],
      scanOnPush: false,
      tags: {},
    };

    await repositories.ensure(NAME, { ...TARGET, create });

    expect(ecr.repositories.get(URI)?.settings).toEqual({
      registryId: '210987654321',
      repositoryName: 'external/alpine',
      imageTagMutability: 'MUTABLE',
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: { encryptionType: 'AES256' },
    });
    expect(actions()).toEqual(['DescribeRepositories', 'CreateRepository']);
  });

  it('does not mind that another worker was faster, and puts the policy for it', async () => {
    const missing = new AwsFailure('RepositoryNotFoundException');
    ecr.repositories.set(URI, { settings: {} });
    ecr.refuse('DescribeRepositories', missing);

    await repositories.ensure(NAME, TARGET);

    expect(ecr.repositories.get(URI)).toEqual({ settings: {}, lifecyclePolicy: '{"rules":[]}' });
  });

  it('asks as the role of the target', async () => {
    const roleArn = 'arn:aws:iam::210987654321:role/mirror';
    sts.roles.set(roleArn, { externalId: 'outside' });

    await repositories.ensure(NAME, { ...TARGET, roleArn, externalId: 'outside' });

    expect(sts.sessions.get(ecr.requests.at(-1)?.accessKeyId ?? '')).toBe(roleArn);
  });

  it('names the repository that nobody is to make', async () => {
    const { create: _, ...target } = TARGET;

    await expect(repositories.ensure(NAME, target)).rejects.toMatchObject({
      name: 'EcrRepositoryError',
      kind: 'not-found',
      retryable: false,
      message: `the repository ${URI} does not exist`,
      hint: expect.stringContaining('create it'),
    });
  });

  it.each([
    ['AccessDeniedException', 400, 'DENIED', false],
    ['LimitExceededException', 400, 'QUOTA_EXCEEDED', false],
    ['InvalidParameterException', 400, 'CONTENT_REFUSED', false],
    ['ThrottlingException', 400, 'THROTTLED', true],
    ['ServerException', 500, 'REGISTRY_UNAVAILABLE', true],
  ])(
    'explains %s, and looks again for the next who asks',
    async (name, status, code, retryable) => {
      ecr.refuse('CreateRepository', new AwsFailure(name, 'said by AWS', status));

      await expect(repositories.ensure(NAME, TARGET)).rejects.toMatchObject({
        code,
        retryable,
        message: expect.stringContaining(`${URI}: ${name}, said by AWS`),
      });
      await repositories.ensure(NAME, TARGET);
    },
  );

  it('looks again for one that it is told to forget', async () => {
    await repositories.ensure(NAME, TARGET);
    ecr.repositories.clear();

    repositories.forget(NAME);
    await repositories.ensure(NAME, TARGET);

    expect(ecr.repositories.has(URI)).toBe(true);
  });

  it('leaves other registries alone', async () => {
    await repositories.ensure({ ...NAME, registry: 'r.example' }, TARGET);
    await repositories.ensure({ ...NAME, registry: 'public.ecr.aws' }, TARGET);

    expect(actions()).toEqual([]);
  });
});
