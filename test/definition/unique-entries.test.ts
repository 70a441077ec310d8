import { describe, expect, it } from 'vitest';
import { copiesOf, DIGEST, problemsOf, warningsOf } from './read.ts';

function images(...lines: string[]): string {
  return [
    'targetRepoPrefix: reg.example/',
    'images:',
    ...lines.map((line) => `  - { ${line} }`),
  ].join('\n');
}

describe('uniqueEntries', () => {
  it.each([
    [
      'source: busybox, target: c:1',
      'source: docker.io/library/busybox:latest, target: reg.example/c:1',
    ],
    [`source: a/b:1@${DIGEST}`, `source: a/b@${DIGEST}, tag: "1"`],
  ])('makes one entry of %s and %s, with a warning', (one, other) => {
    const text = images(one, other);

    expect(copiesOf(text)).toHaveLength(1);
    expect(warningsOf(text)).toEqual([
      [
        4,
        expect.any(Number),
        expect.stringMatching(/ is named twice, in lines 3 and 4$/),
        'remove one of the two',
      ],
    ]);
  });

  it('keeps one source for several targets', () => {
    expect(copiesOf(images('source: a/b:1', 'source: a/b:1, tag: x'))).toHaveLength(2);
  });

  it.each([
    [
      ['source: a/b:1, target: c:1', 'source: a/d:1, target: c:1'],
      'reg.example/c:1 has two sources, docker.io/a/b:1 in line 3 and docker.io/a/d:1 in line 4',
      'give one of them another target or tag, or remove it',
    ],
    [
      ['source: a/b:1, target: c:1', 'source: a/b:2, target: c:1'],
      'reg.example/c:1 has two sources, docker.io/a/b:1 in line 3 and docker.io/a/b:2 in line 4',
      'give one of them another target or tag, or remove it',
    ],
    [
      ['source: a/b:1, target: c:1', 'source: a/b:1, target: c:1, onConflict: keep'],
      'reg.example/c:1 is named twice, in lines 3 and 4, with different settings',
      'remove one of the two',
    ],
    [
      ['source: a/b:1, target: c:1', 'source: a/b:1, target: c:1, amd64Only: true'],
      'reg.example/c:1 is named twice, in lines 3 and 4, with different settings',
      'remove one of the two',
    ],
  ])('refuses %j', (lines, message, hint) => {
    expect(problemsOf(images(...lines))).toEqual([[4, 30, message, hint]]);
  });
});
