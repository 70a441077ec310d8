import { Aws, CfnParameter, Duration, Size } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { assertProps } from '../../lib/cdk/assert-props.ts';
import { PropsError } from '../../lib/cdk/errors.ts';
import type { ImageSyncerProps } from '../../lib/cdk/image-syncer-props.ts';
import type { Registries } from '../../lib/cdk/registry.ts';
import type { RepositoryProps } from '../../lib/cdk/target.ts';
import { synthesiseTemplate } from '../support/cdk.ts';

const TARGETS = [{ prefix: 'external/' }];
const ECR = '444455556666.dkr.ecr.eu-west-1.amazonaws.com';
const ROLE = 'arn:aws:iam::444455556666:role/mirror';

describe('assertProps', () => {
  it.each<[string, Partial<ImageSyncerProps>]>([
    ['a registry that is no ECR as the only target', { targets: [], registries: registry('') }],
    ['a prefix in two regions', { targets: [...TARGETS, { prefix: 'external/', region: 'r' }] }],
    ['a part of such a registry', { registries: registry('mirror/team') }],
    ['hosts in any spelling', { registries: { 'Docker.IO': {}, 'localhost:5000': {} } }],
    ['a role for ECR Public', { registries: { 'public.ecr.aws': { roleArn: ROLE } } }],
    ['a host that the deployment knows', { registries: { [`${Aws.ACCOUNT_ID}.example`]: {} } }],
    ['a time zone', { schedule: { timeZone: 'America/Argentina/Buenos_Aires' } }],
    ['a time zone by its older name', { schedule: { timeZone: 'Asia/Calcutta' } }],
    ['no schedule', { schedule: false }],
    ['a proxy', { environment: { HTTPS_PROXY: 'http://proxy.example', no_proxy: 'a' } }],
    ['chunks as short as they may be', { worker: { chunkSize: Size.mebibytes(5) } }],
    ['a log level', { environment: { POWERTOOLS_LOG_LEVEL: 'DEBUG' } }],
  ])('takes %s', (_, props) => {
    expect(() => assertProps({ targets: TARGETS, ...props })).not.toThrow();
  });

  it('takes a schedule that the deployment knows', () => {
    const template = synthesiseTemplate({
      syncer: (stack) => ({
        schedule: { expression: new CfnParameter(stack, 'Expression').valueAsString },
      }),
    });

    expect(JSON.stringify(template)).toContain('"ScheduleExpression":{"Ref":"Expression"}');
  });

  it.each<[string, Partial<ImageSyncerProps>, string]>([
    ['no targets', { targets: [] }, 'targets is an empty list'],
    [
      'chunks that ECR would refuse',
      { worker: { chunkSize: Size.mebibytes(4) } },
      'chunkSize of the workers is 4194304 bytes',
    ],
    [
      'a target that is there already',
      { targets: [...TARGETS, { prefix: 'a/' }, ...TARGETS] },
      'targets has the prefix "external/" twice for one registry',
    ],
    [
      'an external id without a role',
      { targets: [{ prefix: 'a/', externalId: 'word' }] },
      'The target "a/" has an externalId',
    ],
    [
      'the same of a registry',
      { registries: { [ECR]: { pullPrefixes: ['a/'], externalId: 'word' } } },
      `The registry ${ECR} has an externalId`,
    ],
    ['a URL', { registries: { 'https://foo': {} } }, 'The key "https://foo" of registries is not'],
    ['a path', { registries: { 'foo/bar': {} } }, 'The key "foo/bar" of registries is not'],
    ['a short name', { registries: { foo: {} } }, 'write host or host:port alone'],
    [
      'a role where nobody assumes any',
      { registries: { 'quay.io': { roleArn: ROLE } } },
      'The registry quay.io has roleArn',
    ],
    [
      'prefixes to read where IAM permits nothing',
      { registries: { 'quay.io': { pullPrefixes: ['a/'] } } },
      'The registry quay.io has pullPrefixes',
    ],
    [
      'prefixes to read beside a role',
      { registries: { [ECR]: { roleArn: ROLE, pullPrefixes: ['a/'] } } },
      'remove pullPrefixes, or the role',
    ],
    ['a prefix that is no path', { registries: registry('/a') }, 'is "/a", which begins no'],
    ['a prefix with a tag', { registries: registry('a:b') }, 'is "a:b", which begins no'],
    [
      'a cron expression of five fields',
      { schedule: { expression: 'cron(0 5 * * ?)' } },
      'expression of schedule is "cron(0 5 * * ?)", which EventBridge does not take: write',
    ],
    ['a rate of nothing', { schedule: { expression: 'rate(0 hours)' } }, 'is "rate(0 hours)"'],
    [
      'a time zone that is misspelt',
      { schedule: { timeZone: 'Europe/Berlim' } },
      'timeZone of schedule is "Europe/Berlim", which the IANA does not have: write Europe/Berlin',
    ],
    ['a time zone in lower case', { schedule: { timeZone: 'europe/berlin' } }, 'Europe/Berlin'],
    ['an offset', { schedule: { timeZone: '+01:00' } }, 'write one such as Europe/Berlin'],
    [
      'a window of two days',
      { schedule: { flexibleWindow: Duration.days(2) } },
      'flexibleWindow of schedule is 2880 minutes: write 1 to 1440',
    ],
    [
      'a variable of the construct',
      { environment: { TABLE_NAME: 'other' } },
      'The variable "TABLE_NAME" of environment is set by the construct itself',
    ],
    [
      'a variable of Lambda',
      { environment: { AWS_REGION: 'eu-central-1' } },
      'The variable "AWS_REGION" of environment is reserved by Lambda',
    ],
    ['a variable with a dash', { environment: { 'A-B': '' } }, 'that Lambda does not take: write'],
  ])('refuses %s', (_, props, message) => {
    const check = () => assertProps({ targets: TARGETS, ...props });

    expect(check).toThrow(PropsError);
    expect(check).toThrow(message);
  });

  it.each<[string, RepositoryProps, string]>([
    [
      'of the other mutability',
      { mutability: 'IMMUTABLE', exclusions: ['a'] },
      'has no exclusions',
    ],
    ['that are none', { exclusions: [] }, 'has 0 exclusions: write 1 to 5'],
    ['that are too many', { exclusions: [...'abcdef'] }, 'has 6 exclusions: write 1 to 5'],
    ['with three wildcards', { exclusions: ['*a*b*'] }, 'the exclusion "*a*b*" is no wildcard'],
    ['that no tag can be', { exclusions: ['a/b'] }, 'the exclusion "a/b" is no wildcard'],
  ])('refuses exclusions %s', (_, repositories, message) => {
    const check = () => assertProps({ targets: [{ prefix: 'a/', repositories }] });

    expect(check).toThrow(PropsError);
    expect(check).toThrow(message);
  });

  it("refuses tags of repositories that are AWS's own", () => {
    const targets = [{ prefix: 'a/', repositories: { tags: { 'aws:team': 'b' } } }];

    expect(() => assertProps({ targets })).toThrow('the tag "aws:team" begins as those of AWS do');
  });

  it('comes before anything is made', () => {
    const syncer = { environment: { AWS_REGION: 'x' } };

    expect(() => synthesiseTemplate({ syncer })).toThrow(PropsError);
  });
});

function registry(targetPrefix: string): Registries {
  return { 'registry.example': { targetPrefix } };
}
