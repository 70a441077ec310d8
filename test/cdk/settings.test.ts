import { describe, expect, it } from 'vitest';
import { PropsError } from '../../lib/cdk/errors.ts';
import { parseSettings } from '../../lib/cdk/settings.ts';

const targets = [{ prefix: 'external/' }];

describe('parseSettings', () => {
  it('takes what cdk.json says', () => {
    expect(parseSettings({ targets, alarmEmail: 'ops@example.com' })).toEqual({
      targets,
      alarmEmail: 'ops@example.com',
    });
  });

  it.each([
    ['nothing', undefined, 'image-syncer › targets: '],
    [
      'a key that is misspelt',
      { targets, shedule: {} },
      'image-syncer › shedule: there is no such setting',
    ],
    [
      'an account without quotes',
      { targets: [{ prefix: 'a/', account: 123456789012 }] },
      'image-syncer › targets › 0 › account: ',
    ],
    [
      'an account of eleven digits',
      { targets: [{ prefix: 'a/', account: '12345678901' }] },
      'expected twelve digits',
    ],
    [
      'a schedule in words',
      { targets, schedule: { expression: 'every hour' } },
      'image-syncer › schedule › expression: expected rate(…) or cron(…)',
    ],
    [
      'a definition of no kind',
      { targets, definition: { bucketName: 'b' } },
      'image-syncer › definition › kind: ',
    ],
    [
      'a role that is no ARN',
      { targets: [{ prefix: 'a/', roleArn: 'mirror' }] },
      'image-syncer › targets › 0 › roleArn: expected an ARN of iam',
    ],
    [
      'a worker that never ends',
      { targets, worker: { timeoutSeconds: 901 } },
      'image-syncer › worker › timeoutSeconds: ',
    ],
  ])('names %s', (_, value, message) => {
    expect(() => parseSettings(value)).toThrow(PropsError);
    expect(() => parseSettings(value)).toThrow(message);
  });

  it('names every mistake at once', () => {
    const value = { targets: 'external/', removalPolicy: 'delete' };

    expect(() => parseSettings(value)).toThrow(/targets: .*\n.*removalPolicy: /);
  });
});
