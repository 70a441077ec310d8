import { describe, expect, it } from 'vitest';
import { copiesOf, DIGEST, problemsOf } from '../read.ts';

function file(image: string, defaults = ''): string {
  return `targetRepoPrefix: reg.example/m/\ndefaults: {${defaults}}\nimages:\n  - { ${image} }\n`;
}

function targetOf(image: string, defaults?: string): string | undefined {
  return copiesOf(file(image, defaults))[0]?.split(' → ')[1];
}

describe('targets by digest', () => {
  it.each([`a/b@${DIGEST}`, `a/b:1@${DIGEST}`])('tags nothing for %s', (source) => {
    expect(targetOf(`source: "${source}", target: "c@${DIGEST}"`)).toBe(
      `reg.example/m/c@${DIGEST}`,
    );
  });

  it('come before a template of the defaults', () => {
    const image = `source: "a/b:1@${DIGEST}", target: "c@${DIGEST}"`;

    expect(targetOf(image, `tagTemplate: "\${tag}-x"`)).toBe(`reg.example/m/c@${DIGEST}`);
  });

  it.each([
    [`c@sha256:${'b'.repeat(64)}`, ''],
    [`c:1@${DIGEST}`, ''],
  ])('are refused of another digest, or with a tag: %s', (target) => {
    expect(problemsOf(file(`source: "a/b@${DIGEST}", target: "${target}"`))).toEqual([
      [
        4,
        102,
        `target "${target}" has a digest`,
        'write a name and a tag: the digest follows from the source',
      ],
    ]);
  });

  it('are refused where they are the source', () => {
    const name = `reg.example/m/c@${DIGEST}`;

    expect(problemsOf(file(`source: "${name}", target: "c@${DIGEST}"`))).toEqual([
      [4, 114, `${name} is source and target at once`, expect.stringContaining('name another')],
    ]);
  });

  it('are refused beside a tag', () => {
    expect(problemsOf(file(`source: "a/b@${DIGEST}", target: "c@${DIGEST}", tag: x`))).toEqual([
      [
        4,
        102,
        `tag "x" and target "c@${DIGEST}" exclude each other`,
        'remove tag, or write a target without a digest',
      ],
    ]);
  });
});
