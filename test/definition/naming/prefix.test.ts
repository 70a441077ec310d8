import { describe, expect, it } from 'vitest';
import { copiesOf, problemsOf, read, warningsOf } from '../read.ts';

const IMAGES = 'images: [{ source: a/b:1 }]\n';

describe('readPrefix', () => {
  it('prefers the command line to the file', () => {
    const text = `targetRepoPrefix: https://wrong.example/\n${IMAGES}`;

    expect(copiesOf(text, { targetRepoPrefix: 'reg.example/cli/' })).toEqual([
      'docker.io/a/b:1 → reg.example/cli/a/b:1',
    ]);
  });

  it('joins a prefix without a slash to the name, with a warning', () => {
    const text = `targetRepoPrefix: reg.example/m-\n${IMAGES}`;

    expect(copiesOf(text)).toEqual(['docker.io/a/b:1 → reg.example/m-a/b:1']);
    expect(warningsOf(text)).toEqual([
      [
        1,
        19,
        'targetRepoPrefix "reg.example/m-" does not end in a slash: busybox becomes reg.example/m-busybox',
        'write reg.example/m-/ if busybox shall be a part of its own',
      ],
    ]);
  });

  it('places what is wrong with the command line there', () => {
    const options = { targetRepoPrefix: 'reg.example/m' };

    const [warning] = read(IMAGES, options).warnings;

    expect(warning).toMatchObject({ file: '--target-repo-prefix', line: 1, column: 1 });
  });

  it.each([
    [
      'https://user:hunter2@reg.example/',
      'targetRepoPrefix begins with https://',
      'begin with the host, such as quay.io/',
    ],
    [
      'reg.example',
      'targetRepoPrefix "reg.example" is a host without a slash',
      'write reg.example/',
    ],
    [
      '"localhost:5000"',
      'targetRepoPrefix "localhost:5000" is a host without a slash',
      'write localhost:5000/',
    ],
    [
      'reg.example/M/',
      '"reg.example/M/library/busybox" is not an image reference: a repository is lower case only',
      'write m/library/busybox instead of M/library/busybox',
    ],
    ['""', 'targetRepoPrefix is empty, expected a string', 'write a value, or remove the line'],
    ['5', 'targetRepoPrefix is 5, expected a string', 'put it in quotes: "5"'],
  ])('refuses %s once, whatever the number of images', (prefix, message, hint) => {
    const text = `targetRepoPrefix: ${prefix}\nimages: [{ source: a/b:1 }, { source: b, target: c }]\n`;

    expect(problemsOf(text)).toEqual([[1, 19, message, hint]]);
  });

  it.each(['reg.example/m:', 'reg.example/m@'])(
    'refuses %s, which a name cannot follow',
    (prefix) => {
      expect(problemsOf(`targetRepoPrefix: "${prefix}"\n${IMAGES}`)).toHaveLength(1);
    },
  );

  it('is named where an image needs one', () => {
    const hint =
      'add targetRepoPrefix: to the file, give --target-repo-prefix, or write target: with a registry';

    expect(problemsOf('images:\n  - source: a/b:1\n  - source: a/b:1\n    target: c\n')).toEqual([
      [2, 13, 'no targetRepoPrefix to put before "a/b"', hint],
      [4, 13, 'no targetRepoPrefix to put before "c"', hint],
    ]);
  });
});
