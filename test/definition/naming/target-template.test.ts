import { describe, expect, it } from 'vitest';
import { copiesOf, DIGEST, problemsOf } from '../read.ts';

const TAG_RULE =
  'a tag has up to 128 letters, digits, dots, dashes and underscores and starts with neither dot nor dash';

function file(image: string, defaults = ''): string {
  return `targetRepoPrefix: reg.example/m/\ndefaults: {${defaults}}\nimages:\n  - { ${image} }\n`;
}

function targetOf(image: string, defaults?: string): string | undefined {
  return copiesOf(file(image, defaults))[0]?.split(' → ')[1];
}

describe('templates of targets', () => {
  it.each([
    ['quay.io/a/b:1', `x/\${registry}/\${repository}`, 'reg.example/m/x/quay.io/a/b:1'],
    ['quay.io/a/b:1', `\${name}`, 'reg.example/m/b:1'],
    ['b:1', `\${repository}`, 'reg.example/m/library/b:1'],
    ['b:1', `\${registry}/m/\${name}`, 'docker.io/m/b:1'],
    ['quay.io/a/b:1', `other.example/\${name}`, 'other.example/b:1'],
    ['quay.io/a/b:1', `mirror.\${name}/c`, 'mirror.b/c:1'],
    ['quay.io/a.b/c:1', `\${repository}`, 'reg.example/m/a.b/c:1'],
    ['quay.io/a/b:1', `\${name}:\${tag}-x`, 'reg.example/m/b:1-x'],
    ['quay.io/a/b:1', `all:\${name}-\${tag}`, 'reg.example/m/all:b-1'],
    ['quay.io/a/b', `all:\${name}-\${tag}`, 'reg.example/m/all:b-latest'],
    ['quay.io/a/b:1', `\${name}:\${name}`, 'reg.example/m/b:b'],
  ])('fills in for %s the template %s', (source, template, target) => {
    expect(targetOf(`source: "${source}", target: "${template}"`)).toBe(target);
    if (template.includes(`\${name}`) || template.includes(`\${repository}`)) {
      expect(targetOf(`source: "${source}"`, `target: "${template}"`)).toBe(target);
    }
  });

  it.each([
    ['source: a/b:1', `tagTemplate: "\${tag}-x"`, 'a/b:1-x'],
    ['source: a/b', `tagTemplate: "\${tag}-x"`, 'a/b:latest-x'],
    [`source: a/b:1@${DIGEST}`, `tagTemplate: "\${tag}-x"`, 'a/b:1-x'],
    [`source: a/b:1, tagTemplate: "y-\${tag}"`, `tagTemplate: "\${tag}-x"`, 'a/b:y-1'],
    ['source: a/b:1, tag: z', `tagTemplate: "\${tag}-x"`, 'a/b:z'],
    ['source: a/b:1, target: "c:z"', `tagTemplate: "\${tag}-x"`, 'c:z'],
    ['source: a/b:1, target: c', `tagTemplate: "\${tag}-x"`, 'c:1-x'],
    ['source: a/b:1, tag: z', `target: "\${name}:\${tag}-x"`, 'b:z'],
    [`source: a/b:1, tagTemplate: "y-\${tag}"`, `target: "\${name}:\${tag}-x"`, 'b:y-1'],
    ['source: a/b:1', `target: "\${name}:fixed"`, 'b:fixed'],
    [`source: a/b@${DIGEST}`, `target: "\${name}:fixed"`, 'b:fixed'],
    ['source: a/b:1, target: c', `target: "\${name}"`, 'c:1'],
  ])('makes of %s with { %s } the tag of the image first', (image, defaults, target) => {
    expect(targetOf(image, defaults)).toBe(`reg.example/m/${target}`);
  });

  it('copies to every target of the defaults', () => {
    const text = file('source: a/b:1', `target: ["\${name}", "other.example/\${repository}"]`);

    expect(copiesOf(text)).toEqual([
      'docker.io/a/b:1 → reg.example/m/b:1',
      'docker.io/a/b:1 → other.example/a/b:1',
    ]);
  });

  it.each([
    [`source: a/b:1, target: "\${nam}"`, 30, `unknown placeholder \${nam}`, `write \${name}`],
    [
      `source: a/b:1, target: "\${host}/x"`,
      30,
      `unknown placeholder \${host}`,
      `write \${registry}, \${repository}, \${name} or \${tag}`,
    ],
    [
      `source: a/b:1, target: "\${tag}/x"`,
      30,
      `\${tag} stands outside the tag of target "\${tag}/x"`,
      `write it behind a colon, such as mirror/busybox:\${tag}`,
    ],
    [
      `source: a/b:1, target: "x/\${tag}:\${tag}"`,
      30,
      `\${tag} stands outside the tag of target "x/\${tag}:\${tag}"`,
      `write it behind a colon, such as mirror/busybox:\${tag}`,
    ],
    [
      `source: a/b:1, target: "localhost:5000/\${tag}"`,
      30,
      `\${tag} stands outside the tag of target "localhost:5000/\${tag}"`,
      `write it behind a colon, such as mirror/busybox:\${tag}`,
    ],
    [
      `source: a/b:1, target: "x:-\${tag}"`,
      30,
      `"-\${tag}" in target "x:-\${tag}" does not make a tag`,
      TAG_RULE,
    ],
    [`source: a/b:1, tagTemplate: "\${tg}"`, 35, `unknown placeholder \${tg}`, `write \${tag}`],
    [
      `source: a/b:1, tagTemplate: "\${name}-\${tag}"`,
      35,
      `unknown placeholder \${name}`,
      `write \${tag}`,
    ],
    [
      `source: a/b:1, tag: "\${tag}-x"`,
      27,
      `"\${tag}-x" is not a tag`,
      'write tagTemplate in place of tag',
    ],
    [
      'source: a/b:1, tagTemplate: fixed',
      35,
      `tagTemplate "fixed" has no \${tag}`,
      `write \${tag} where the source's tag shall stand, or tag: for one fixed tag`,
    ],
    [`source: a/b:1, tagTemplate: ".\${tag}"`, 35, `".\${tag}" does not make a tag`, TAG_RULE],
    [
      `source: a/b:1, target: "c:x", tagTemplate: "\${tag}-x"`,
      30,
      `tagTemplate "\${tag}-x" and target "c:x" both name a tag`,
      'remove one of the two tags',
    ],
    [
      `source: a/b@${DIGEST}, tagTemplate: "\${tag}-x"`,
      15,
      `"a/b@${DIGEST}" has a digest and no tag`,
      'add tag: with the name that the image shall have in the target',
    ],
    [
      `source: "a/b:${'x'.repeat(127)}", tagTemplate: "\${tag}-x"`,
      15,
      `docker.io/a/b:${'x'.repeat(127)} would get the tag "${'x'.repeat(127)}-x", which is none`,
      TAG_RULE,
    ],
  ])('refuses %s', (image, column, message, hint) => {
    expect(problemsOf(file(image))).toEqual([[4, column, message, hint]]);
  });

  it.each([
    [`target: "\${nam}"`, 20, `unknown placeholder \${nam}`, `write \${name}`],
    [
      'target: same',
      20,
      'target "same" of the defaults is the same for all images',
      `write \${repository} or \${name} where the source's name shall stand`,
    ],
    [
      'tagTemplate: same',
      25,
      `tagTemplate "same" has no \${tag}`,
      `write \${tag} where the source's tag shall stand, or tag: for one fixed tag`,
    ],
    [
      'target: 5',
      20,
      'target is 5, expected a string or a list of strings',
      'put it in quotes: "5"',
    ],
  ])('refuses { %s } of the defaults once', (defaults, column, message, hint) => {
    const text = `defaults: { ${defaults} }\nimages: [{ source: a:1 }, { source: b:1 }]\n`;
    const others = defaults.startsWith('tag') ? [] : problemsOf(text);

    expect(problemsOf(`targetRepoPrefix: reg.example/\n${text}`)).toEqual([
      [2, column + 1, message, hint],
    ]);
    expect(others.slice(1)).toEqual([]);
  });

  it('names what a template of the defaults makes of an image at the image', () => {
    const text = file('source: "host:5000/a/b:1"', `target: "\${registry}x/\${name}"`);

    expect(
      problemsOf(file('source: "host:5000/a/b:1"', `target: "x/\${registry}/\${name}"`)),
    ).toEqual([
      [
        4,
        15,
        expect.stringMatching(/"reg\.example\/m\/x\/host:5000\/b" is not/),
        expect.any(String),
      ],
    ]);
    expect(problemsOf(text)).toHaveLength(1);
  });
});
