import { describe, expect, it } from 'vitest';
import { DIGEST, problemsOf } from '../read.ts';

const API = 'quay.io/acme/api';
const ANOTHER = `sha256:${'b'.repeat(64)}`;
const NAME = 'write a name, such as registry.example/mirror/busybox';
const REMOVE_DIGEST = 'remove the digest of the target: it follows from the source';
const SAME_TAGS = 'write as many tags on both sides, or none in the target';
const ONE_IMAGE = 'remove what follows the name, or name the tags of the source';
const APART = 'give each digest and each tag an entry of its own';

describe('readAliyunImages', () => {
  it.each([
    // compat.md, "C images file"
    [
      `${API}:v1,v2: reg.example/m/api:a`,
      [1, 25, 'target "reg.example/m/api:a" has 1 tag for 2 images of its source', SAME_TAGS],
    ],
    [
      `${API}: reg.example/m/api:one`,
      [1, 19, 'target "reg.example/m/api:one" is one image for many tags of its source', ONE_IMAGE],
    ],
    [
      `${API}:/^v/: reg.example/m/api:one`,
      [1, 24, 'target "reg.example/m/api:one" is one image for many tags of its source', ONE_IMAGE],
    ],
    [
      `${API}@${DIGEST}: reg.example/m/api@${ANOTHER}`,
      [
        1,
        91,
        `target "reg.example/m/api@${ANOTHER}" has another digest than its source`,
        REMOVE_DIGEST,
      ],
    ],
    [
      `${API}@${DIGEST},v2: reg.example/m/api`,
      [1, 1, `"${API}@${DIGEST},v2" lists a digest among others`, APART],
    ],
    [
      `${API}:/v[/: reg.example/m/api`,
      [
        1,
        1,
        expect.stringMatching(/^"\/v\[\/" cannot be used: .*missing closing \]/),
        expect.stringContaining('RE2'),
      ],
    ],
    [
      `${API}:/v1: reg.example/m/api`,
      [1, 1, '"/v1" is not a regular expression', 'write it between two slashes, such as /^v1\\./'],
    ],
    [`x:1: "r.example/\${NS}/x"`, [1, 6, 'environment variable NS is not set', 'set NS']],
    [
      'x:1: ""',
      [
        1,
        6,
        'an empty target without a default registry and namespace',
        'write a target, or set DEFAULT_REGISTRY and DEFAULT_NAMESPACE',
      ],
    ],
    [
      'x:1: []',
      [1, 6, 'the target of "x:1" is an empty list, expected a name or a list of names', NAME],
    ],
    ['x:1: 5', [1, 6, 'the target of "x:1" is a number, expected a name or a list of names', NAME]],
    [
      'x:1: {a: b}',
      [
        1,
        6,
        'the target of "x:1" is a map, expected a name or a list of names',
        'write a name; credentials stand in a file of their own, given with --auth',
      ],
    ],
    [
      'x:1: r.example/x\nx:1: r.example/y',
      [2, 1, 'key "x:1" stands twice, first in line 1', 'remove one of the two'],
    ],
    [
      'hub.docker.com/_/mysql: reg.example/m/mysql',
      [
        1,
        1,
        expect.stringMatching(/hub\.docker\.com is Docker Hub's web site$/),
        expect.stringContaining('write docker.io/library/NAME'),
      ],
    ],
    [
      'Acme/Api:1: reg.example/m/api',
      [
        1,
        1,
        '"Acme/Api:1" is not an image reference: a repository is lower case only',
        'write acme/api instead of Acme/Api',
      ],
    ],
    // and what they leave open
    ['x:1:', [1, 5, 'the target of "x:1" is empty, expected a name or a list of names', NAME]],
    [
      'x:1: [r.example/x, [r.example/y]]',
      [1, 20, 'the target of "x:1" is a list, expected a name or a list of names', NAME],
    ],
    [
      `x:1: r.example/x@${DIGEST}`,
      [1, 6, `target "r.example/x@${DIGEST}" has a digest and its source none`, REMOVE_DIGEST],
    ],
    [
      `x@${DIGEST}: r.example/x:a,b`,
      [1, 76, 'target "r.example/x:a,b" has 2 tags for 1 image of its source', SAME_TAGS],
    ],
    [
      `x: r.example/x@${DIGEST}`,
      [1, 4, `target "r.example/x@${DIGEST}" is one image for many tags of its source`, ONE_IMAGE],
    ],
    [
      `x:a,b@${DIGEST}: r.example/x`,
      [1, 1, `"x:a,b@${DIGEST}" lists a digest among others`, APART],
    ],
    ['x:a,/b/: r.example/x', [1, 1, '"/b/" is not a tag', expect.anything()]],
    [
      'r.example:5000/a,b: r.example/x',
      [1, 1, expect.stringContaining('"a,b" is not a repository path'), expect.anything()],
    ],
    ['x:a,,b: r.example/x', [1, 1, '"" is not a tag', expect.stringContaining('a tag has up to')]],
    [
      'r.example/x:1: r.example/x',
      [
        1,
        16,
        'r.example/x:1 is source and target at once',
        'name another registry, repository or tag as the target',
      ],
    ],
    [
      `r.example/x:1@${DIGEST}: r.example/x`,
      [
        1,
        88,
        'r.example/x:1 is source and target at once',
        'name another registry, repository or tag as the target',
      ],
    ],
    [
      'r.example/x: r.example/x',
      [
        1,
        14,
        'r.example/x is source and target at once',
        'name another registry, repository or tag as the target',
      ],
    ],
    [
      'a/x:1: r.example/x\nb/x:1: r.example/x',
      [
        2,
        8,
        'r.example/x:1 has two sources, docker.io/a/x:1 in line 1 and docker.io/b/x:1 in line 2',
        'give one of them another target or tag, or remove it',
      ],
    ],
    [
      'https://quay.io/acme/api: r.example/x',
      [1, 1, 'source begins with https://', 'begin with the host, such as quay.io/'],
    ],
    [
      '{images: {}, auth: {}}',
      [
        1,
        10,
        'there is no image',
        'write sources with their targets, such as busybox:1.36: registry.example/busybox',
      ],
    ],
  ])('refuses %s', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it.each([{ defaultRegistry: 'r.example' }, { defaultNamespace: 'team' }])(
    'refuses an empty target with nothing but %o',
    (options) => {
      const [problem] = problemsOf('x:1: ""', options);

      expect(problem?.[2]).toBe('an empty target without a default registry and namespace');
    },
  );

  it('tells of every mistake at once', () => {
    const text = 'A/x:1: r.example/X\nx:1: $NONE/x\ny:/[/: [r.example/y:1, 5]\n';

    const lines = problemsOf(text).map(([line]) => line);

    expect(lines).toEqual([1, 1, 2, 3, 3]);
  });

  it('says nothing of the password in an address', () => {
    const text =
      'user:hunter2@quay.io/x: "https://user:hunter2@r.example/x"\nuser:hunter2,@quay.io/x: acme/x\n';

    const problems = problemsOf(text);

    expect(problems).toHaveLength(3);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});
