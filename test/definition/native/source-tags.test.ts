import { describe, expect, it } from 'vitest';
import type { ImageEntry } from '../../../lib/definition/definition.ts';
import { copiesOf, DIGEST, problemsOf, read } from '../read.ts';

function file(image: string): string {
  return `targetRepoPrefix: reg.example/m/\nimages:\n  - { ${image} }\n`;
}

function entryOf(image: string): ImageEntry | undefined {
  return read(file(image)).images[0];
}

describe('tags of an image', () => {
  it.each(['[v1, v2]', '{ include: [v1, v2] }'])('are images by name where exact: %s', (tags) => {
    expect(copiesOf(file(`source: quay.io/a/b, tags: ${tags}, tagTemplate: "\${tag}-x"`))).toEqual([
      'quay.io/a/b:v1 → reg.example/m/quay.io/a/b:v1-x',
      'quay.io/a/b:v2 → reg.example/m/quay.io/a/b:v2-x',
    ]);
  });

  it('are named for each target', () => {
    expect(
      copiesOf(file(`source: a/b, tags: { include: v1 }, target: [c, "d:x-\${tag}"]`)),
    ).toEqual(['docker.io/a/b:v1 → reg.example/m/c:v1', 'docker.io/a/b:v1 → reg.example/m/d:x-v1']);
  });

  it.each([
    ['all', { exclude: [] }],
    [
      '[v1, "v2.*", "/^v3/"]',
      {
        include: [
          { kind: 'exact', text: 'v1' },
          { kind: 'glob', text: 'v2.*' },
          { kind: 'regex', text: '^v3' },
        ],
        exclude: [],
      },
    ],
    [
      '{ include: v1, exclude: "/-rc/" }',
      {
        include: [{ kind: 'exact', text: 'v1' }],
        exclude: [{ kind: 'regex', text: '-rc' }],
      },
    ],
    [
      '{ semver: ">=3.5 <4", prerelease: true, latest: 5 }',
      { exclude: [], semver: { range: '>=3.5 <4', prerelease: true }, latest: 5 },
    ],
    ['{ semver: "1" }', { exclude: [], semver: { range: '1', prerelease: false } }],
    ['{ include: [v1, v2], latest: 1 }', expect.objectContaining({ latest: 1 })],
  ])('are selected when the run is planned: %s', (tags, selection) => {
    expect(entryOf(`source: b, tags: ${tags}`)).toEqual({
      kind: 'selected',
      onConflict: 'fail',
      index: 'keep',
      referrers: true,
      referrersRecheckMs: 86_400_000,
      foreignLayers: 'skip',
      amd64Only: false,
      source: { registry: 'docker.io', repository: 'library/b' },
      target: { registry: 'reg.example', repository: 'm/b' },
      tags: selection,
      allowEmpty: false,
      place: { file: 'images.yaml', line: 3, column: 15 },
    });
  });

  it.each([
    [`tagTemplate: "\${tag}-x"`, `\${tag}-x`],
    [`target: "c:x-\${tag}"`, `x-\${tag}`],
    [`target: "c:\${tag}"`, undefined],
    [`target: "c:\${name}-\${tag}"`, `b-\${tag}`],
  ])('keep the template of the target tag: %s', (words, tagTemplate) => {
    const entry = { tagTemplate: undefined, ...entryOf(`source: a/b, tags: all, ${words}`) };

    expect(entry.tagTemplate).toBe(tagTemplate);
  });

  it('may select nothing where that is allowed', () => {
    const images =
      'images: [{ source: a, tags: all }, { source: b, tags: all, allowEmpty: false }]';
    const text = `targetRepoPrefix: reg.example/\ndefaults: { allowEmpty: true }\n${images}`;

    const allowed = read(text).images.map((entry) => entry.kind === 'selected' && entry.allowEmpty);

    expect(allowed).toEqual([true, false]);
  });

  it('are refused with all of their mistakes', () => {
    const tags = '{ include: ["/[/", ok], exclude: "a:b", semver: newest }';

    const messages = problemsOf(file(`source: a/b:1, tags: ${tags}, target: "c:x"`)).map(
      ([line, column, message]) => `${line}:${column} ${message}`,
    );

    expect(messages).toEqual([
      '3:15 "a/b:1" has a tag, and tags names others',
      '3:40 "/[/" cannot be used: error parsing regexp: missing closing ]: `[`',
      '3:61 "a:b" is not a tag',
      '3:76 "newest" is not a range of versions',
    ]);
  });

  it.each([
    [
      'source: a/b:1, tags: all',
      15,
      '"a/b:1" has a tag, and tags names others',
      'write the source without its tag, or remove tags',
    ],
    [
      `source: a/b@${DIGEST}, tags: all`,
      15,
      `"a/b@${DIGEST}" has a digest, and tags names others`,
      'write the source without its digest, or remove tags',
    ],
    [
      'source: reg.example/m/b, target: b, tags: all',
      40,
      'reg.example/m/b is source and target at once',
      'name another registry, repository or tag in target: or targetRepoPrefix:',
    ],
    [
      'source: a/b, tags: { semver: newest }',
      36,
      '"newest" is not a range of versions',
      'write a range as npm does, such as ">=3.5 <4", "~1.36" or "1.x || 3.x"',
    ],
  ])('are refused in %s', (image, column, message, hint) => {
    expect(problemsOf(file(image))).toEqual([[3, column, message, hint]]);
  });

  it.each(['all', '[v1]'])('need a target without a fixed tag: %s', (tags) => {
    expect(problemsOf(file(`source: a/b, target: "c:x", tags: ${tags}`))).toEqual([
      [
        3,
        28,
        'target "c:x" has one tag for all that tags names',
        `write \${tag} in the tag of the target, or a target without a tag`,
      ],
    ]);
  });
});
