import { describe, expect, it } from 'vitest';
import { Permissions } from './support/permissions.ts';
import { parseStatements } from './support/statement.ts';

const TABLE = 'arn:aws:dynamodb:eu-central-1:123456789012:table/t';

function permissions(...statements: readonly object[]): Permissions {
  const judged = new Permissions();
  judged.add({ name: 'role', statements: parseStatements({ Statement: statements }) });
  return judged;
}

describe('Permissions', () => {
  it('allows what a statement covers, and knows which action was never needed', () => {
    const judged = permissions({
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
      Resource: TABLE,
    });

    expect(judged.allows('role', { action: 'dynamodb:GetItem', resource: TABLE })).toBe(true);
    expect(judged.superfluous).toEqual([`role: dynamodb:PutItem on ${TABLE}`]);
    expect(judged.denials).toEqual([]);
  });

  it.each([
    ['another action', { action: 'dynamodb:Query', resource: TABLE }],
    ['another resource', { action: 'dynamodb:GetItem', resource: `${TABLE}/index/i` }],
  ])('denies %s and remembers it', (_, wish) => {
    const judged = permissions({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: TABLE });

    expect(judged.allows('role', wish)).toBe(false);
    expect(judged.denials).toEqual([{ ...wish, role: 'role' }]);
  });

  it('compares conditions with what is known of the call', () => {
    const judged = permissions({
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: '*',
      Condition: { StringEquals: { 'events:source': 'image-syncer' } },
    });
    const wish = { action: 'events:PutEvents', resource: 'arn:aws:events:::bus' };

    expect(judged.allows('role', wish)).toBe(false);
    expect(judged.allows('role', { ...wish, context: { 'events:source': ['other'] } })).toBe(false);
    expect(judged.allows('role', { ...wish, context: { 'events:source': ['image-syncer'] } })).toBe(
      true,
    );
  });

  it('lets a denial win', () => {
    const judged = permissions(
      { Effect: 'Allow', Action: 's3:*', Resource: '*' },
      { Effect: 'Deny', Action: 's3:Delete*', Resource: '*' },
    );

    expect(judged.allows('role', { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' })).toBe(
      true,
    );
    expect(judged.allows('role', { action: 's3:DeleteObject', resource: 'arn:aws:s3:::b/k' })).toBe(
      false,
    );
  });
});
