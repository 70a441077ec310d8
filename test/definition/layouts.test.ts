import { describe, expect, it } from 'vitest';
import { copiesOf, DIGEST, problemsOf, read } from './read.ts';

/** A definition of one image. */
function one(source: string, target?: string, prefix?: string): string {
  return JSON.stringify({
    ...(prefix !== undefined && { targetRepoPrefix: prefix }),
    images: [{ source, ...(target !== undefined && { target }) }],
  });
}

describe('folders in a definition', () => {
  it.each([
    ['busybox:1', 'oci:./dir:2', 'docker.io/library/busybox:1 → oci:./dir:2'],
    ['busybox:1', 'oci:./dir', 'docker.io/library/busybox:1 → oci:./dir:1'],
    ['busybox:1', 'oci:dir:2', 'docker.io/library/busybox:1 → oci:./dir:2'],
    ['busybox:1', 'oci:/abs/dir:2', 'docker.io/library/busybox:1 → oci:/abs/dir:2'],
    [
      'busybox:1',
      `oci:./\${name}:\${tag}-kept`,
      'docker.io/library/busybox:1 → oci:./busybox:1-kept',
    ],
    ['oci:./dir:1', 'reg.example/app', 'oci:./dir:1 → reg.example/app:1'],
    ['oci:./dir', 'reg.example/app', 'oci:./dir:latest → reg.example/app:latest'],
    [`oci:./dir@${DIGEST}`, 'reg.example/app:1', `oci:./dir@${DIGEST} → reg.example/app:1`],
    ['oci:./dir:1', 'oci:./other:1', 'oci:./dir:1 → oci:./other:1'],
    ['oci:./a@b/dir:1', 'oci:/home/c@d:1', 'oci:./a@b/dir:1 → oci:/home/c@d:1'],
  ])('%s goes to %s', (source, target, copy) => {
    expect(copiesOf(one(source, target, 'reg.example/mirror/'))).toEqual([copy]);
  });

  it('may be named by the prefix', () => {
    expect(copiesOf(one('quay.io/team/app:1', undefined, 'oci:./mirror/'))).toEqual([
      'quay.io/team/app:1 → oci:./mirror/quay.io/team/app:1',
    ]);
  });

  it('may have their images selected', () => {
    const images = [{ source: 'oci:./dir', tags: 'all', target: 'reg.example/app' }];

    expect(read(JSON.stringify({ images })).images).toMatchObject([
      { kind: 'selected', source: { registry: 'oci:', repository: './dir' } },
    ]);
  });

  it('are one target however they are spelt', () => {
    const images = [
      { source: 'busybox:1', target: 'oci:./dir:1' },
      { source: 'busybox:2', target: 'oci:dir/:1' },
    ];

    expect(problemsOf(JSON.stringify({ images }))).toHaveLength(1);
  });

  it('need a target of their own as a source', () => {
    const problems = problemsOf(one('oci:./dir:1', undefined, 'reg.example/mirror/'));

    expect(problems.map(([, , message, hint]) => [message, hint])).toEqual([
      [
        'no target can be named after the folder "oci:./dir:1"',
        'add target: with a name of its own',
      ],
    ]);
  });
});
