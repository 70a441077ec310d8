import { describe, expect, it } from 'vitest';
import { copiesOf, DIGEST, problemsOf } from '../read.ts';

const PREFIX = 'targetRepoPrefix: reg.example/m/\n';
const TAG_RULE =
  'a tag has up to 128 letters, digits, dots, dashes and underscores and starts with neither dot nor dash';

function image(words: string): string {
  return `${PREFIX}images:\n  - { ${words} }\n`;
}

describe('nameTarget', () => {
  it.each([
    ['source: a/b:1', 'docker.io/a/b:1', 'a/b:1'],
    ['source: b:1', 'docker.io/library/b:1', 'b:1'],
    ['source: quay.io/a/b:1', 'quay.io/a/b:1', 'quay.io/a/b:1'],
    ['source: index.docker.io/a/b:1', 'docker.io/a/b:1', 'index.docker.io/a/b:1'],
    ['source: a/b:1, tag: x', 'docker.io/a/b:1', 'a/b:x'],
    [`source: a/b@${DIGEST}, tag: x`, `docker.io/a/b@${DIGEST}`, 'a/b:x'],
    [`source: a/b:1@${DIGEST}`, `docker.io/a/b:1@${DIGEST}`, 'a/b:1'],
    [`source: a/b:1@${DIGEST}, tag: x`, `docker.io/a/b:1@${DIGEST}`, 'a/b:x'],
    ['source: a/b', 'docker.io/a/b:latest', 'a/b:latest'],
    ['source: a/b, tag: x', 'docker.io/a/b:latest', 'a/b:x'],
    ['source: a/b:1, target: c/d', 'docker.io/a/b:1', 'c/d:1'],
    ['source: a/b:1, target: c', 'docker.io/a/b:1', 'c:1'],
    ['source: a/b:1, target: c:x', 'docker.io/a/b:1', 'c:x'],
    ['source: a/b:1, target: c, tag: x', 'docker.io/a/b:1', 'c:x'],
    [`source: a/b@${DIGEST}, target: c:x`, `docker.io/a/b@${DIGEST}`, 'c:x'],
    ['source: "localhost:5000/a/b:1", target: c', 'localhost:5000/a/b:1', 'c:1'],
  ])('puts the prefix before the name in %s', (words, source, target) => {
    expect(copiesOf(image(words))).toEqual([`${source} → reg.example/m/${target}`]);
  });

  it.each([
    ['other.example/c', 'other.example/c:1'],
    ['"localhost:5000/c:x"', 'localhost:5000/c:x'],
    ['localhost/c', 'localhost/c:1'],
    ['docker.io/c', 'docker.io/library/c:1'],
  ])('lets target %s stand as written', (target, expected) => {
    expect(copiesOf(image(`source: a/b:1, target: ${target}`))).toEqual([
      `docker.io/a/b:1 → ${expected}`,
    ]);
  });

  it('gives an entry for each of several targets', () => {
    const text = image('source: a/b:1, target: [c, d:2, "other.example:5000/e"]');

    expect(copiesOf(text)).toEqual([
      'docker.io/a/b:1 → reg.example/m/c:1',
      'docker.io/a/b:1 → reg.example/m/d:2',
      'docker.io/a/b:1 → other.example:5000/e:1',
    ]);
  });

  it.each([
    [
      `source: a/b@${DIGEST}`,
      [
        [
          3,
          15,
          `"a/b@${DIGEST}" has a digest and no tag`,
          'add tag: with the name that the image shall have in the target',
        ],
      ],
    ],
    [
      `source: a/b@${DIGEST}, target: [c:1, d]`,
      [
        [
          3,
          106,
          `"a/b@${DIGEST}" has a digest and no tag`,
          'add tag: with the name that the image shall have in the target',
        ],
      ],
    ],
    [
      'source: "host:5000/a/b:1"',
      [
        [
          3,
          15,
          '"host:5000/a/b" cannot be part of a target name: a colon stands before ports and tags only',
          'add target: with a name of its own, such as target: a/b',
        ],
      ],
    ],
    [
      'source: a/b:1, tag: x, target: [c:1, d]',
      [[3, 39, 'tag "x" and target "c:1" both name a tag', 'remove one of the two tags']],
    ],
    [
      `source: a/b:1, target: c@${DIGEST}`,
      [
        [
          3,
          30,
          `target "c@${DIGEST}" has a digest`,
          'write a name and a tag: the digest follows from the source',
        ],
      ],
    ],
    [
      'source: a/b:1, target: "https://user:hunter2@reg.example/c"',
      [[3, 30, 'target begins with https://', 'begin with the host, such as quay.io/']],
    ],
    [
      'source: a/b:1, target: other.example/C',
      [
        [
          3,
          30,
          '"other.example/C" is not an image reference: a repository is lower case only',
          'write c instead of C',
        ],
      ],
    ],
    [
      `source: a/b@${DIGEST}, target: C:1`,
      [
        [
          3,
          100,
          '"reg.example/m/C:1" is not an image reference: a repository is lower case only',
          'write m/c instead of m/C',
        ],
      ],
    ],
    ['source: a/b:1, tag: -x', [[3, 27, '"-x" is not a tag', TAG_RULE]]],
    ['source: a/b:1, tag: c/d', [[3, 27, '"c/d" is not a tag', TAG_RULE]]],
    [
      'source: A/b:1, target: C',
      [
        [
          3,
          15,
          '"A/b:1" is not an image reference: a repository is lower case only',
          'write a/b instead of A/b',
        ],
        [
          3,
          30,
          '"reg.example/m/C" is not an image reference: a repository is lower case only',
          'write m/c instead of m/C',
        ],
      ],
    ],
  ])('refuses %s', (words, problems) => {
    expect(problemsOf(image(words))).toEqual(problems);
  });
});
