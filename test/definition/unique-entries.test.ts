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

  it('compares the images of explicit tag lists', () => {
    const text = images('source: a/b, tags: [v1, v2, v1]', 'source: a/b:v2');

    expect(copiesOf(text)).toHaveLength(2);
    expect(warningsOf(text).map(([line, , message]) => [line, message])).toEqual([
      [3, 'reg.example/a/b:v1 is named twice, in line 3'],
      [4, 'reg.example/a/b:v2 is named twice, in lines 3 and 4'],
    ]);
  });

  it('leaves to planning what is only selected then', () => {
    const text = images('source: a/b, tags: all', 'source: a/b, tags: all', 'source: a/b:v1');

    expect(copiesOf(text)).toHaveLength(3);
    expect(warningsOf(text)).toEqual([]);
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
      ['source: a/b:1, target: c:1', 'source: a/b:1, target: c:1, platforms: [linux/amd64]'],
      'reg.example/c:1 is named twice, in lines 3 and 4, with different settings',
      'remove one of the two',
    ],
    [
      ['source: a/b, target: c, tags: [v1]', 'source: a/d:v1, target: c'],
      'reg.example/c:v1 has two sources, docker.io/a/b:v1 in line 3 and docker.io/a/d:v1 in line 4',
      'give one of them another target or tag, or remove it',
    ],
    [
      ['source: a/b:1, target: c:1', 'source: a/b:1, target: c:1, amd64Only: true'],
      'reg.example/c:1 is named twice, in lines 3 and 4, with different settings',
      'remove one of the two',
    ],
  ])('refuses %j', (lines, message, hint) => {
    expect(problemsOf(images(...lines))).toEqual([[4, expect.any(Number), message, hint]]);
  });
});
