import { describe, expect, it } from 'vitest';
import { createTargetFinder } from '../../../lib/aws/registries/bound-target.ts';

const registry = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';

describe('createTargetFinder', () => {
  const find = createTargetFinder(
    [
      { registry, prefix: 'external/' },
      { registry, prefix: 'external/team/', roleArn: 'arn:team', externalId: 'x' },
      { registry: 'index.docker.io', prefix: 'acme/' },
      { registry: 'whole.example', prefix: '' },
    ],
    { [registry]: { roleArn: 'arn:registry' } },
  );

  it.each([
    ['external/a', 'external/'],
    ['external/teams/a', 'external/'],
    ['external/team/a', 'external/team/'],
    ['externals/a', undefined],
    ['external', undefined],
  ])('finds for %s the longest prefix, %s', (repository, prefix) => {
    expect(find({ registry, repository })?.prefix).toBe(prefix);
  });

  it('gives a target the role of its registry, unless it has its own', () => {
    expect(find({ registry, repository: 'external/a' })).toMatchObject({ roleArn: 'arn:registry' });
    expect(find({ registry, repository: 'external/team/a' })).toMatchObject({
      roleArn: 'arn:team',
      externalId: 'x',
    });
  });

  it('knows hosts however they are spelt, and no others', () => {
    expect(find({ registry: 'docker.io', repository: 'acme/a' })).toBeDefined();
    expect(find({ registry: 'whole.example', repository: 'a' })).toBeDefined();
    expect(find({ registry: 'other.example', repository: 'a' })).toBeUndefined();
  });
});
