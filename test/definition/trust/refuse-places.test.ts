import { describe, expect, it } from 'vitest';
import type { DefinitionTrust } from '../../../lib/definition/trust/permitted-targets.ts';
import { problemsOf } from '../read.ts';

const TRUST: DefinitionTrust = {
  targets: [
    { registry: 'whole.example', prefix: '' },
    { registry: 'r.example', prefix: 'external/' },
  ],
};

describe('a definition that is restricted', () => {
  it.each([
    ['images: [{ source: a/b:1, target: "oci:./x" }]', 1, 35],
    ['images: [{ source: "oci:/etc:1", target: r.example/external/b }]', 1, 20],
    ['images:\n  - source: a/b:1\n    target: [whole.example/b, oci:./x]', 3, 31],
    ['oci:./folder:1: r.example/external/b', 1, 1],
    ['a/b:1: [whole.example/b, "oci:../x:1"]', 1, 26],
    ['targetRepoPrefix: oci:./x/\nimages: [{ source: a/b:1 }]', 1, 19],
    [`defaults: { target: "oci:./\${name}" }\nimages: [{ source: a/b:1 }]`, 1, 21],
  ])('may not name the folder in %j', (text, line, column) => {
    const problems = problemsOf(text, { trust: TRUST });

    expect(problems).toHaveLength(1);
    expect(problems[0]).toEqual([
      line,
      column,
      expect.stringMatching(/^"oci:.*" is a folder$/),
      expect.stringContaining('stack'),
    ]);
  });

  it.each([
    [
      'images: [{ source: "127.0.0.1:9001/2018-06-01/x:1", target: whole.example/b }]',
      1,
      20,
      '127.0.0.1:9001',
    ],
    [
      'images: [{ source: "169.254.169.254/latest:1", target: whole.example/b }]',
      1,
      20,
      '169.254.169.254',
    ],
    ['images: [{ source: localhost/a:1, target: whole.example/b }]', 1, 20, 'localhost'],
    [
      'images: [{ source: "[fd00::1]:5000/a:1", target: whole.example/b }]',
      1,
      20,
      '[fd00::1]:5000',
    ],
    ['10.1.2.3/a:1: whole.example/b', 1, 1, '10.1.2.3'],
  ])('may not name the address in %j', (text, line, column, host) => {
    expect(problemsOf(text, { trust: TRUST })).toEqual([
      [
        line,
        column,
        `${host} is an address of a private network`,
        'name a public registry, or declare this one in the stack',
      ],
    ]);
  });

  it('may name an owner on Docker Hub that is a number', () => {
    const text = 'images: [{ source: 2130706433/a:1, target: whole.example/b }]';

    expect(problemsOf(text, { trust: TRUST })).toEqual([]);
  });

  it('may name an address that is declared, and one that is a target', () => {
    const trust = {
      targets: [{ registry: '10.0.0.2:5000', prefix: '' }],
      registries: ['10.0.0.1:5000'],
    };
    const text = 'images: [{ source: "10.0.0.1:5000/a:1", target: "10.0.0.2:5000/a" }]';

    expect(problemsOf(text, { trust })).toEqual([]);
    expect(problemsOf(text.replace('0.1:5000', '0.1:6000'), { trust })).toHaveLength(1);
  });
});
