import { describe, expect, it } from 'vitest';
import { isAliyunFile } from '../../../lib/definition/aliyun/file.ts';
import { copiesOf, problemsOf, read, warningsOf } from '../read.ts';

const HINT = expect.stringMatching(/^(?:the smallest definition is|write sources with) /);

const NAME_LIST = { 'a/b:1': 'r.example/b' };

describe('isAliyunFile', () => {
  it.each([
    [NAME_LIST],
    [{ redis: 'r.example/redis' }],
    [{ redis: ['r.example/redis'] }],
    [{ redis: '$TARGET' }],
    [{ redis: '' }],
    [{ 'a/b:1': 5 }],
    [{ 'a/b': 'r.example/b', redis: 5 }],
    [{ images: NAME_LIST }],
    [{ images: { redis: 'r.example/redis' } }],
    [{ images: NAME_LIST, auth: {} }],
    [{ images: NAME_LIST, auth: 5 }],
    [{ images: {}, auth: {} }],
    [{ auth: { 'quay.io': {} } }],
  ])('recognises %j', (value) => {
    expect(isAliyunFile(value)).toBe(true);
  });

  it.each([
    [null],
    ['a/b:1'],
    [[NAME_LIST]],
    [{}],
    [{ images: [] }],
    [{ images: [], auth: {} }],
    [{ images: {} }],
    [{ images: { source: 'a/b:1', target: 'r.example/b' } }],
    [{ images: { sorce: 'a/b:1' } }],
    [{ image: [{ source: 'a/b:1' }] }],
    [{ imags: 'r.example/b' }],
    [{ targetRepoPrefix: 'r.example/m/', ...NAME_LIST }],
    [{ targetRepoPrefx: 'r.example/m/' }],
    [{ images: NAME_LIST, defaults: {} }],
    [{ images: NAME_LIST, registries: {} }],
    [{ images: NAME_LIST, sign: false }],
    [{ version: 3, services: {} }],
    [{ kind: 'Pod', metadata: {} }],
  ])('leaves %j to the native format', (value) => {
    expect(isAliyunFile(value)).toBe(false);
  });
});

describe('readAliyunFile', () => {
  it('reads the combined file', () => {
    const text = JSON.stringify({
      auth: { 'quay.io': { username: '$USER', password: 'pa$$w' } },
      images: { 'quay.io/a/b:1': ['r.example/b', '$HOST/b'] },
    });
    const environment = { USER: 'u', HOST: 's.example' };

    expect(copiesOf(text, { environment })).toEqual([
      'quay.io/a/b:1 → r.example/b:1',
      'quay.io/a/b:1 → s.example/b:1',
    ]);
    expect([...read(text, { environment }).registries]).toEqual([
      ['quay.io', { credentials: { kind: 'basic', username: 'u', password: 'pa$$w' } }],
    ]);
  });

  it('refuses other sections in the combined file', () => {
    expect(problemsOf('images: {a/b:1: r.example/b}\nauth: {}\nproc: 5\n')).toEqual([
      [
        3,
        1,
        'unknown key "proc" beside auth and images',
        'keep images and auth, or write the whole file in the native format',
      ],
    ]);
  });

  it('says nothing of a password that a missing space has made a key', () => {
    const [problem] = problemsOf('{images: {a/b:1: r.example/b}, password:hunter2}');

    expect(problem?.[2]).toBe('unknown key "password:…" beside auth and images');
  });

  it.each(['{}', 'images: {}', 'auth: {}', '{images: {}, auth: {}}'])(
    'says what belongs into %s, in which nothing stands',
    (text) => {
      expect(problemsOf(text)).toEqual([[1, expect.anything(), expect.anything(), HINT]]);
    },
  );

  it('says that a prefix is of no use', () => {
    const options = { targetRepoPrefix: 'r.example/m/' };

    expect(copiesOf('a/b:1: acme/b', options)).toEqual(['docker.io/a/b:1 → docker.io/acme/b:1']);
    expect(warningsOf('a/b:1: acme/b', options)).toEqual([
      [
        1,
        1,
        "targets in Aliyun's format are whole names, which no prefix is put before",
        'leave out --target-repo-prefix',
      ],
    ]);
  });

  it.each(['images.yml', 'images.yaml', 'images.json', 'IMAGES.YAML'])(
    'accepts the name %s',
    (file) => {
      expect(problemsOf('a/b:1: r.example/b', { file })).toEqual([]);
    },
  );

  it.each(['images.txt', 'images', 'yaml', 'images.yaml.bak'])('refuses the name %s', (file) => {
    const text = 'a/b:1: r.example/b';

    expect(problemsOf(text, { file })).toEqual([
      [
        1,
        1,
        "the name of a file in Aliyun's format ends in something else than .yml, .yaml or .json",
        'rename the file, such as to images.yaml',
      ],
    ]);
  });

  it('lets a native file have any name', () => {
    const text = 'images: [{ source: a/b:1, target: r.example/b }]';

    expect(problemsOf(text, { file: 'images.txt' })).toEqual([]);
  });

  describe('with a key of more than 1024 characters', () => {
    const tags = Array.from({ length: 300 }, (_, position) => `v1.2.${position}`);
    const key = `quay.io/a/b:${tags}`;

    it.each([
      ['JSON', JSON.stringify({ [key]: 'r.example/b' })],
      ['YAML with a question mark', `? ${key}\n: r.example/b\n`],
    ])('is read in %s', (_, text) => {
      expect(read(text).images).toHaveLength(300);
    });

    it('says how YAML wants it', () => {
      expect(problemsOf(`${key}: r.example/b\n`)).toEqual([
        [
          1,
          1,
          'not valid YAML: a key is longer than 1024 characters',
          'write ? and a space before it, and its value in the next line after a colon and a space',
        ],
      ]);
    });
  });
});
