import { describe, expect, it } from 'vitest';
import type { DefinitionTrust } from '../../../lib/definition/trust/permitted-targets.ts';
import { copiesOf, problemsOf, read, warningsOf } from '../read.ts';

const TRUST: DefinitionTrust = {
  targets: [
    { registry: 'r.example', prefix: 'external/' },
    { registry: 'whole.example', prefix: '' },
  ],
};
const options = { trust: TRUST, environment: { SECRET: 'planted', TARGET: 'r.example/external' } };

/** Line, column and message of each mistake. */
function mistakesIn(text: string, more: object = {}) {
  return problemsOf(text, { ...options, ...more }).map(([line, column, message]) => [
    line,
    column,
    message,
  ]);
}

describe('a definition that is restricted', () => {
  it.each([
    [
      'a target below a permitted prefix',
      'images: [{ source: a/b:1, target: r.example/external/b }]',
    ],
    [
      'any repository of a whole registry',
      'images: [{ source: a/b:1, target: whole.example/x/y }]',
    ],
    ['the prefix', 'targetRepoPrefix: r.example/external/\nimages: [{ source: quay.io/a/b:1 }]'],
    ["Aliyun's map", 'quay.io/a/b:1: r.example/external/b'],
    [
      'how much is asked of a registry at a time',
      'images: [{ source: a/b:1, target: whole.example/b }]\nregistries: { docker.io: { maxConnections: 2 } }',
    ],
  ])('may have %s', (_, text) => {
    expect(problemsOf(text, options)).toEqual([]);
  });

  it.each([
    ['credentials: { username: u, password: p }', 'credentials'],
    ['credentials: { token: $SECRET }', 'credentials'],
    ['credentials: { ecrRole: "arn:aws:iam::1:role/x" }', 'credentials'],
    ['plainHttp: true', 'plainHttp'],
    ['insecure: true', 'insecure'],
    ['insecure: false', 'insecure'],
    ['ca: /ca.pem', 'ca'],
    ['proxy: "http://user:planted@evil.example"', 'proxy'],
    ['proxy: none', 'proxy'],
    ['privateAddresses: true', 'privateAddresses'],
    ['uploads: whole', 'uploads'],
  ])('may not say %s of a registry', (setting, key) => {
    const text = `images: [{ source: a/b:1, target: r.example/external/b }]\nregistries:\n  docker.io:\n    ${setting}\n`;

    const problems = problemsOf(text, options);

    expect(problems).toEqual([
      [
        4,
        5,
        `${key} of a registry cannot be set here`,
        'remove it: the stack binds it to the registry',
      ],
    ]);
  });

  it('may not name certificates', () => {
    const text =
      'images: [{ source: a/b:1, target: r.example/external/b }]\nregistries:\n  docker.io:\n    clientCertificate: /c\n    clientKey: /k\n';

    expect(mistakesIn(text)).toEqual([
      [4, 5, 'clientCertificate of a registry cannot be set here'],
      [5, 5, 'clientKey of a registry cannot be set here'],
    ]);
  });

  it("may not log in by Aliyun's combined file", () => {
    const text =
      'auth:\n  quay.io: { username: u, password: planted, insecure: true }\nimages:\n  quay.io/a/b:1: r.example/external/b\n';

    expect(mistakesIn(text)).toEqual([
      [2, 14, 'username of a registry cannot be set here'],
      [2, 27, 'password of a registry cannot be set here'],
      [2, 46, 'insecure of a registry cannot be set here'],
    ]);
    expect(JSON.stringify(problemsOf(text, options))).not.toContain('planted');
  });

  it('may not log in by a file beside it', () => {
    const auth = { file: 'auth.yaml', text: 'quay.io:\n  username: u\n  password: planted\n' };

    expect(mistakesIn('quay.io/a/b:1: r.example/external/b', { auth })).toEqual([
      [2, 3, 'username of a registry cannot be set here'],
      [3, 3, 'password of a registry cannot be set here'],
    ]);
  });

  it.each([
    [
      'images: [{ source: a/b:1, target: r.example/externals/b }]',
      1,
      35,
      'r.example/externals/b:1',
    ],
    ['images: [{ source: a/b:1, target: r.example/external }]', 1, 35, 'r.example/external:1'],
    ['images: [{ source: a/b:1, target: r.example/b }]', 1, 35, 'r.example/b:1'],
    [
      'images: [{ source: a/b:1, target: evil.example/external/b }]',
      1,
      35,
      'evil.example/external/b:1',
    ],
    [
      'images: [{ source: a/b:1, target: "r.example:5000/external/b" }]',
      1,
      35,
      'r.example:5000/external/b:1',
    ],
    ['images: [{ source: a/b, tags: all, target: r.example/b }]', 1, 44, 'r.example/b'],
    [
      'targetRepoPrefix: r.example/ext\nimages: [{ source: ernal/b:1 }, { source: b:1 }]',
      2,
      43,
      'r.example/extb:1',
    ],
    [
      `defaults: { target: "\${registry}/external/\${name}" }\nimages: [{ source: r.example/a:1 }, { source: quay.io/b:1 }]`,
      2,
      47,
      'quay.io/external/b:1',
    ],
    ['a/b:1:\n  - whole.example/b\n  - r.example/b', 3, 5, 'r.example/b:1'],
    [
      'images: [{ source: a/b:1, target: b }]\ntargetRepoPrefix: r.example/',
      1,
      35,
      'r.example/b:1',
    ],
  ])('may not go outside of what is permitted by %j', (text, line, column, target) => {
    expect(problemsOf(text, options)).toEqual([
      [
        line,
        column,
        `${target} is no permitted target`,
        'name a target below r.example/external/ or whole.example/: which are permitted is declared in the stack',
      ],
    ]);
  });

  it.each([
    'r.example/external/../b',
    'r.example/external//b',
    'r.example/External/b',
    'r.example/external/%2e%2e/b',
    'https://u:planted@r.example/external/b',
    'u:planted@r.example/external/b',
    'r.example/external/$SECRET',
    '"r.example/external/\\u002e./b"',
  ])('reads %s as no way out', (target) => {
    const problems = problemsOf(`images: [{ source: a/b:1, target: ${target} }]`, options);

    expect(problems).not.toEqual([]);
    expect(JSON.stringify(problems)).not.toContain('planted');
  });

  it('has no variables', () => {
    expect(problemsOf('quay.io/a/b:1: $TARGET/b', options)).toEqual([
      [1, 16, 'there is no variable TARGET here', expect.stringContaining('the stack')],
    ]);
  });

  it('is told where nothing is permitted at all', () => {
    const text = 'images: [{ source: a/b:1, target: r.example/b }]';

    expect(problemsOf(text, { trust: { targets: [] } })).toEqual([
      [
        1,
        35,
        'r.example/b:1 is no permitted target',
        'the stack permits no targets: declare them there',
      ],
    ]);
  });

  it('is warned that it does not decide how much is asked at a time', () => {
    const text =
      'images: [{ source: a/b:1, target: whole.example/b }]\nregistries:\n  docker.io: { maxConnections: 2 }';

    expect(warningsOf(text, options)).toEqual([
      [3, 16, 'maxConnections has no effect here', expect.stringContaining('in the stack')],
    ]);
  });

  it('knows Docker Hub by each of its names', () => {
    const trust = { targets: [{ registry: 'registry-1.docker.io', prefix: 'acme/' }] };
    const text = 'images: [{ source: quay.io/a/b:1, target: index.docker.io/acme/b }]';

    expect(copiesOf(text, { trust })).toEqual(['quay.io/a/b:1 → docker.io/acme/b:1']);
  });

  it('is read at once with many images', () => {
    const images = Array.from({ length: 10_000 }, (_, n) => `  - { source: "a/b:${n}" }`);
    const text = `targetRepoPrefix: r.example/external/\nimages:\n${images.join('\n')}\n`;

    expect(read(text, options).images).toHaveLength(10_000);
  });
});
