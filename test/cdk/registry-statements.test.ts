import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, it } from 'vitest';
import { PropsError } from '../../lib/cdk/errors.ts';
import { isBelow } from '../../lib/definition/trust/permitted-targets.ts';
import { isLike } from '../cloud/support/statement.ts';
import { synthesiseTemplate } from '../support/cdk.ts';
import { allowedBy, propertiesOf } from '../support/template.ts';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:hub-AbCdEf';
const ROLE = 'arn:aws:iam::444455556666:role/image-syncer-target';
const OTHER = '444455556666.dkr.ecr.eu-west-1.amazonaws.com';
const REPOSITORIES = [
  'external',
  'external/a',
  'external/team',
  'external/team/a',
  'external/teams',
  'external-secret',
  'externals/a',
  'other/external',
];

describe('the registries of an ImageSyncer', () => {
  const template = synthesiseTemplate({
    syncer: (stack) => ({
      targets: [
        { prefix: 'external/', repositories: { create: false } },
        {
          prefix: 'mirror/',
          account: '444455556666',
          region: 'eu-west-1',
          roleArn: ROLE,
          externalId: 'x',
        },
        {
          prefix: 'tagged/',
          region: 'us-east-1',
          repositories: {
            mutability: 'MUTABLE',
            lifecyclePolicy: '{"rules":[]}',
            tags: { team: 'platform' },
            kmsKey: { keyArn: 'arn:aws:kms:us-east-1:1:key/b' },
          },
        },
      ],
      registries: {
        'docker.io': {
          secret: Secret.fromSecretAttributes(stack, 'Hub', {
            secretCompleteArn: SECRET,
            encryptionKey: Key.fromKeyArn(stack, 'HubKey', 'arn:aws:kms:eu-west-1:1:key/a'),
          }),
        },
        'public.ecr.aws': {},
        [OTHER]: { pullPrefixes: ['base/'] },
        'registry.internal:5000': { plainHttp: true, targetPrefix: '' },
      },
    }),
  });
  const sync = allowedBy(template, 'SyncRole');
  const plan = allowedBy(template, 'PlanRole');

  it('reads a secret by its ARN, with its key, and asks nothing else of it', () => {
    for (const allowed of [sync, plan]) {
      expect(allowed.filter((line) => line.includes('secret'))).toEqual([
        'kms:Decrypt on arn:aws:kms:eu-west-1:1:key/a if {"StringLike":{"kms:ViaService":"secretsmanager.*.amazonaws.com*"}}',
        `secretsmanager:GetSecretValue on ${SECRET}`,
      ]);
    }
  });

  it('assumes the roles that are named', () => {
    for (const allowed of [sync, plan]) {
      expect(allowed.filter((line) => line.includes('AssumeRole'))).toEqual([
        `sts:AssumeRole on ${ROLE}`,
      ]);
    }
  });

  it('writes nothing itself where a role does', () => {
    expect(sync.join('\n')).not.toContain('repository/mirror/');
  });

  it('creates repositories where they are to be created, with what that takes', () => {
    const on = 'arn:<AWS::Partition>:ecr:us-east-1:<AWS::AccountId>:repository/tagged/*';

    expect(sync).toEqual(
      expect.arrayContaining([
        `ecr:CreateRepository on ${on}`,
        `ecr:PutLifecyclePolicy on ${on}`,
        `ecr:TagResource on ${on}`,
        'kms:CreateGrant on arn:aws:kms:us-east-1:1:key/b if {"StringLike":{"kms:ViaService":"ecr.*.amazonaws.com*"}}',
      ]),
    );
    expect(sync.filter((line) => line.startsWith('ecr:CreateRepository'))).toHaveLength(1);
  });

  it('pulls from another registry of ECR what it is told to', () => {
    const on = 'arn:<AWS::Partition>:ecr:eu-west-1:444455556666:repository/base/*';

    expect(sync).toContain(`ecr:BatchGetImage on ${on}`);
    expect(plan).toContain(`ecr:ListImages on ${on}`);
    expect(sync).not.toContain(`ecr:PutImage on ${on}`);
  });

  it('asks ECR Public for tokens where that is named, and no other service', () => {
    expect(sync).toEqual(
      expect.arrayContaining([
        'ecr-public:GetAuthorizationToken on *',
        'sts:GetServiceBearerToken on * if {"StringEquals":{"sts:AWSServiceName":"ecr-public.amazonaws.com"}}',
      ]),
    );
  });

  it('tells the functions what belongs to each host', () => {
    const { REGISTRIES, TARGETS } = propertiesOf(template, 'AWS::Lambda::Function', 'SyncFunction')
      .Environment.Variables;

    expect(JSON.parse(REGISTRIES)).toEqual({
      'docker.io': { secret: SECRET },
      'public.ecr.aws': {},
      [OTHER]: {},
      'registry.internal:5000': { plainHttp: true },
    });
    expect(JSON.parse(TARGETS)).toEqual([
      expect.not.objectContaining({ create: expect.anything() }),
      expect.objectContaining({ roleArn: ROLE, externalId: 'x' }),
      expect.objectContaining({
        create: expect.objectContaining({ mutability: 'MUTABLE', exclusions: [] }),
      }),
      { registry: 'registry.internal:5000', prefix: '' },
    ]);
  });

  it('reads the secrets of all accounts that take turns', () => {
    const several = synthesiseTemplate({
      syncer: (stack) => ({
        registries: {
          'docker.io': {
            secret: ['one', 'two'].map((name) => Secret.fromSecretNameV2(stack, name, name)),
          },
        },
      }),
    });

    const read = allowedBy(several, 'SyncRole').filter((line) => line.includes('GetSecretValue'));
    expect(read.map((line) => line.split(':').at(-1))).toEqual(['one-??????', 'two-??????']);
  });

  it('knows a secret by its name too', () => {
    const named = synthesiseTemplate({
      syncer: (stack) => ({
        registries: { 'docker.io': { secret: Secret.fromSecretNameV2(stack, 'Hub', 'hub') } },
      }),
    });

    expect(allowedBy(named, 'SyncRole').filter((line) => line.includes('GetSecretValue'))).toEqual([
      'secretsmanager:GetSecretValue on arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:hub-??????',
    ]);
  });

  it.each(['external/', 'external', 'external/team'])(
    'permits in ECR what a definition is trusted with below %s, and nothing else',
    (prefix) => {
      const narrow = synthesiseTemplate({
        syncer: { targets: [{ prefix }], registries: { [OTHER]: { pullPrefixes: [prefix] } } },
      });
      const patterns = (action: string, role: string) =>
        allowedBy(narrow, role)
          .filter((line) => line.startsWith(`ecr:${action} on `))
          .map((line) => line.slice(line.indexOf(':repository/') + ':repository/'.length));

      for (const repository of REPOSITORIES) {
        const isPermitted = (pattern: string) => isLike(pattern, repository);
        const expected = isBelow(repository, prefix);
        expect(patterns('CreateRepository', 'SyncRole').some(isPermitted)).toBe(expected);
        expect(patterns('ListImages', 'PlanRole').some(isPermitted)).toBe(expected);
      }
    },
  );

  it.each(['', '/', '*', 'External/', 'external-', 'external//', `${'a'.repeat(256)}/`])(
    'refuses the prefix %j, which bounds nothing or has nothing below it',
    (prefix) => {
      const pulled = { [OTHER]: { pullPrefixes: [prefix] } };

      expect(() => synthesiseTemplate({ syncer: { targets: [{ prefix }] } })).toThrow(PropsError);
      expect(() => synthesiseTemplate({ syncer: { registries: pulled } })).toThrow(PropsError);
    },
  );

  it('refuses to read all of a registry of ECR', () => {
    expect(() => synthesiseTemplate({ syncer: { registries: { [OTHER]: {} } } })).toThrow(
      /give it a roleArn, or pullPrefixes/,
    );
  });

  it('refuses more than fits into the environment of a function, before that is deployed', () => {
    const targets = Array.from({ length: 40 }, (_, position) => ({ prefix: `team-${position}/` }));

    expect(() => synthesiseTemplate({ syncer: { targets } })).toThrow(
      /about \d+ bytes of environment, and Lambda takes 4096: share/,
    );
  });
});
