import { describe, expect, it } from 'vitest';
import { PropsError } from '../../lib/cdk/errors.ts';
import { parseSettings } from '../../lib/cdk/settings.ts';

const targets = [{ prefix: 'external/' }];
const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d';

describe('parseSettings', () => {
  it('takes what cdk.json says', () => {
    expect(parseSettings({ targets, alarmEmail: 'ops@example.com' })).toEqual({
      targets,
      alarmEmail: 'ops@example.com',
    });
  });

  it.each([
    ['nothing', undefined, 'image-syncer › targets: expected a list in [ ], but it is missing'],
    [
      'a key that is misspelt',
      { targets, shedule: {} },
      'image-syncer › shedule: there is no such setting',
    ],
    [
      'an account without quotes',
      { targets: [{ prefix: 'a/', account: 123456789012 }] },
      'image-syncer › targets › 0 › account: expected a string, in quotes, not 123456789012',
    ],
    [
      'an account of eleven digits',
      { targets: [{ prefix: 'a/', account: '12345678901' }] },
      'expected twelve digits',
    ],
    [
      'a schedule that is neither one nor none',
      { targets, schedule: true },
      'image-syncer › schedule: expected false or an object in { }, not true',
    ],
    [
      'a definition of no kind',
      { targets, definition: { bucketName: 'b' } },
      'image-syncer › definition › kind: expected kind "s3" or "codecommit"',
    ],
    [
      'a role that is no ARN',
      { targets: [{ prefix: 'a/', roleArn: 'mirror' }] },
      'image-syncer › targets › 0 › roleArn: expected the ARN of a role, such as arn:aws:iam::111122223333:role/mirror, not "mirror"',
    ],
    [
      'a worker that never ends',
      { targets, worker: { timeoutSeconds: 901 } },
      'image-syncer › worker › timeoutSeconds: expected 900 at most, not 901',
    ],
    [
      'chunks that ECR would refuse',
      { targets, worker: { chunkSizeMiB: 4 } },
      'image-syncer › worker › chunkSizeMiB: expected 5 at least, not 4',
    ],
    [
      'a way of uploading that nobody knows',
      { targets, registries: { 'r.example': { uploads: 'ECR' } } },
      'image-syncer › registries › r.example › uploads: expected "standard", "ecr" or "whole", not "ECR"',
    ],
    [
      'a list of nothing',
      { targets, network: { vpcId: 'vpc-0a', availabilityZones: [], subnetIds: ['subnet-0a'] } },
      'image-syncer › network › availabilityZones: expected one of them at least, not a list',
    ],
    [
      'a word that is none of those there are',
      { targets, removalPolicy: 'delete' },
      'image-syncer › removalPolicy: expected "retain" or "destroy", not "delete"',
    ],
    [
      'a lifecycle policy in quotes',
      { targets: [{ prefix: 'a/', repositories: { lifecyclePolicy: '{}' } }] },
      'image-syncer › targets › 0 › repositories › lifecyclePolicy: expected an object, the JSON of the policy itself',
    ],
    [
      'the key of no secret',
      { targets, registries: { 'quay.io': { secretKeyArn: KEY } } },
      /image-syncer › registries › quay.io: expected secret beside secretKeyArn, which is the key of one$/,
    ],
    [
      'the key of no bucket',
      { targets, definition: { kind: 's3', bucketKeyArn: KEY } },
      'image-syncer › definition: expected bucketName beside bucketKeyArn',
    ],
    [
      'a repository that is there and created',
      { targets, definition: { kind: 'codecommit', repository: 'a', repositoryName: 'b' } },
      'image-syncer › definition: expected repository, which is there already, or repositoryName',
    ],
  ])('names %s', (_, value, message) => {
    expect(() => parseSettings(value)).toThrow(PropsError);
    expect(() => parseSettings(value)).toThrow(message);
  });

  it.each([
    ['stackName', 'a b', 'expected a letter and then letters, digits and dashes'],
    ['region', 'Europe', 'expected a region, such as eu-central-1'],
    ['logRetentionDays', 91, 'expected one of the retentions of CloudWatch: 1, 3, 5'],
    ['putImageRate', 1e-7, 'expected 0.1 at least'],
    ['runTimeoutHours', 1e9, 'expected 8760 at most'],
    ['encryptionKey', KEY.replace('key/', 'alias/'), 'expected create, or the ARN of a key'],
    ['permissionsBoundary', 'arn:aws:iam::111122223333:role/r', 'expected the ARN of a policy'],
    ['alarmTopicArn', 'arn:aws:sns:x', 'expected the ARN of a topic'],
    ['alarmEmail', 'x', 'expected an address'],
    ['eventBusName', 'arn:aws:events:eu-central-1:1:event-bus/a', 'expected the name of an event'],
    ['serviceName', 'Spülung', 'expected a letter or a digit and then ASCII'],
  ])('asks of %s what AWS asks of it', (key, value, expected) => {
    const check = () => parseSettings({ targets, [key]: value });

    expect(check).toThrow(`  image-syncer › ${key}: ${expected}`);
    expect(check).toThrow(`, not ${JSON.stringify(value)}`);
  });

  it('names every mistake at once', () => {
    const value = { targets: 'external/', removalPolicy: 'delete' };

    expect(() => parseSettings(value)).toThrow(/targets: .*\n.*removalPolicy: /);
  });
});
