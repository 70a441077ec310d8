import { describe, expect, it } from 'vitest';
import type { ParseDefinitionOptions } from '../../../lib/definition/parse.ts';
import { copiesOf, DIGEST, problemsOf, read, warningsOf } from '../read.ts';

/** The file of compat.md, "B images file". */
const FILE = `targetRepoPrefix: "reg.example/mirror/"
sign: false
images:
- source: "acme/tool:1.2"
- source: "busybox:1.36"
- source: "quay.io/acme/op:v3"
- source: "busybox@${DIGEST}"
  tag: "1.36-v1"
- source: "acme/tool:1.2"
  tag: "1.2-kept"
- source: "acme/amd:1"
  amd64Only: true
  sign: true
`;

const SIGN = [
  'sign has no effect: image-syncer signs nothing',
  'remove sign: signatures that the source has are copied with the image',
];

function copyOf(image: string, options?: Partial<ParseDefinitionOptions>): string | undefined {
  const text = `targetRepoPrefix: P.example/m/\nimages: [{ ${image} }]\n`;
  return copiesOf(text.replace('P.example', 'reg.example'), options)[0]?.split(
    ' → reg.example/m/',
  )[1];
}

describe("kyma's images file", () => {
  it('is read as it is, its old keys with a warning', () => {
    expect(copiesOf(FILE)).toEqual([
      'docker.io/acme/tool:1.2 → reg.example/mirror/acme/tool:1.2',
      'docker.io/library/busybox:1.36 → reg.example/mirror/busybox:1.36',
      'quay.io/acme/op:v3 → reg.example/mirror/quay.io/acme/op:v3',
      `docker.io/library/busybox@${DIGEST} → reg.example/mirror/busybox:1.36-v1`,
      'docker.io/acme/tool:1.2 → reg.example/mirror/acme/tool:1.2-kept',
      'docker.io/acme/amd:1 → reg.example/mirror/acme/amd:1',
    ]);
    expect(warningsOf(FILE)).toEqual([
      [2, 1, ...SIGN],
      [13, 3, ...SIGN],
    ]);
    expect(read(FILE).images.map(({ amd64Only }) => amd64Only)).toEqual([
      ...Array<boolean>(5).fill(false),
      true,
    ]);
  });

  it('yields to the prefix of the command line', () => {
    const [first] = copiesOf(FILE, { targetRepoPrefix: 'other.example/' });

    expect(first).toBe('docker.io/acme/tool:1.2 → other.example/acme/tool:1.2');
  });

  it('may be JSON', () => {
    const text =
      '{"targetRepoPrefix":"reg.example/","images":[{"source":"a/b:1","amd64Only":true}]}';

    expect(copiesOf(text)).toEqual(['docker.io/a/b:1 → reg.example/a/b:1']);
  });

  // compat.md, "Target names of B"
  it.each([
    ['source: "a/b:1"', 'a/b:1', 'a/b:1'],
    ['source: "b:1"', 'b:1', 'library/b:1'],
    ['source: "quay.io/a/b:1"', 'quay.io/a/b:1', 'quay.io/a/b:1'],
    ['source: "a/b:1", tag: x', 'a/b:x', 'a/b:x'],
    [`source: "a/b@${DIGEST}", tag: x`, 'a/b:x', 'a/b:x'],
    ['source: "a/b"', 'a/b:latest', 'a/b:latest'],
    [`source: "acme/tool:1@${DIGEST}", tag: x`, 'acme/tool:x', 'acme/tool:x'],
    ['source: "b:1", libraryNames: true', 'library/b:1', 'library/b:1'],
    ['source: "b:1", libraryNames: false', 'b:1', 'b:1'],
    ['source: "docker.io/b:1"', 'docker.io/b:1', 'docker.io/b:1'],
  ])('names %s after its source: P/%s, with library names P/%s', (image, plain, library) => {
    expect(copyOf(image)).toBe(plain);
    expect(copyOf(image, { libraryNames: true })).toBe(library);
  });

  it('takes libraryNames from the defaults too', () => {
    const text =
      'targetRepoPrefix: r.io/\ndefaults: {libraryNames: true}\nimages: [{source: "b:1"}]';

    expect(copiesOf(text)).toEqual(['docker.io/library/b:1 → r.io/library/b:1']);
  });

  // compat.md, "B images file", the rows about parsing
  it.each([
    [`source: "a/b@${DIGEST}"`, `"a/b@${DIGEST}" has a digest and no tag`, /^add tag:/],
    [
      'source: "host:5000/a/b:1"',
      '"host:5000/a/b" cannot be part of a target name: a colon stands before ports and tags only',
      /^add target:/,
    ],
    ['source: "a/b:1", sing: true', 'unknown key "sing"', /^the keys here are/],
    [
      'source: "a/b:1", sign: yes',
      'sign is "yes", expected true or false',
      /^write true or false$/,
    ],
  ])('is refused where it says %s', (image, message, hint) => {
    expect(problemsOf(`targetRepoPrefix: r.io/\nimages:\n- { ${image} }\n`)).toEqual([
      [3, expect.any(Number), message, expect.stringMatching(hint)],
    ]);
  });

  it('joins a prefix without a slash, with a warning', () => {
    const text = 'targetRepoPrefix: r.io/m\nimages: [{ source: "a/b:1" }]';

    expect(copiesOf(text)).toEqual(['docker.io/a/b:1 → r.io/ma/b:1']);
    expect(warningsOf(text)).toHaveLength(1);
  });
});
