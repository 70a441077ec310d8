import { describe, expect, it } from 'vitest';
import { copiesOf, DIGEST, problemsOf } from '../read.ts';

function images(line: string): string {
  return `targetRepoPrefix: reg.example/\nimages:\n  - { ${line} }`;
}

describe('readImage', () => {
  it.each([
    ['source: docker.io/a/b:1, target: index.docker.io/a/b', 40],
    [`source: docker.io/a/b:1@${DIGEST}, target: docker.io/a/b`, 112],
    ['source: reg.example/a, target: a', 38],
  ])('refuses a source that is its own target: %s', (line, column) => {
    const [problem] = problemsOf(images(line));

    expect(problem).toEqual([
      3,
      column,
      expect.stringMatching(/ is source and target at once$/),
      'name another registry, repository or tag in target: or targetRepoPrefix:',
    ]);
  });

  it('allows another tag of the same repository', () => {
    expect(copiesOf(images('source: reg.example/a:1, target: a:2'))).toHaveLength(1);
  });
});
