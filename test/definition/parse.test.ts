import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DefinitionError } from '../../lib/definition/errors.ts';
import { problemsOf, read, warningsOf } from './read.ts';

const MINIMAL = 'images:\n  - source: a/b:1\n    target: reg.example/b\n';

describe('parseDefinition', () => {
  it('returns an entry with every default', () => {
    const { images, registries, warnings } = read(MINIMAL);

    expect(images).toEqual([
      {
        kind: 'named',
        source: { registry: 'docker.io', repository: 'a/b', tag: '1' },
        target: { registry: 'reg.example', repository: 'b', tag: '1' },
        onConflict: 'fail',
        index: 'keep',
        referrers: true,
        referrersRecheckMs: 86_400_000,
        foreignLayers: 'skip',
        amd64Only: false,
        place: { file: 'images.yaml', line: 3, column: 13 },
      },
    ]);
    expect([...registries]).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('names the version by the digest of the text', () => {
    const text = `\uFEFF${MINIMAL}# ü\n`;

    const { version } = read(text);

    expect(version).toBe(`sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`);
  });

  it.each([
    ['a byte order mark', `\uFEFF${MINIMAL}`],
    ['lines that end in CRLF', MINIMAL.replaceAll('\n', '\r\n')],
    ['JSON', '{"images": [\n\n{"source": "a/b:1", "target": "reg.example/b"}]}'],
    ['the marker of a document', `---\n${MINIMAL}...\n`],
    [
      'anchors and aliases',
      'images: [{source: &b a/b:1, target: reg.example/b}, {source: *b, target: reg.example/b}]',
    ],
  ])('reads a file with %s', (_, text) => {
    const { images } = read(text);

    expect(images.map(({ target }) => target)).toEqual([
      { registry: 'reg.example', repository: 'b', tag: '1' },
    ]);
  });

  it.each([
    ['overwrite', 'images: [{source: a/b:1, target: reg.example/b, onConflict: overwrite}]'],
    ['keep', `defaults: {onConflict: keep}\n${MINIMAL}`],
    ['overwrite', `defaults: {onConflict: keep}\n${MINIMAL}    onConflict: overwrite\n`],
  ])('takes the policy %s from the image, else from the defaults', (policy, text) => {
    const { images } = read(text);

    expect(images.map(({ onConflict }) => onConflict)).toEqual([policy]);
  });

  it.each(['amd64Only', 'amd64only'])('carries %s on the entry', (key) => {
    const { images } = read(`${MINIMAL}    ${key}: true\n`);

    expect(images.map(({ amd64Only }) => amd64Only)).toEqual([true]);
  });

  it('reports mistakes of shape and of meaning together, in the order of the file', () => {
    const text =
      'registries: {quay.io: {credentials: {token: $NONE}}}\nimages:\n  - source: A/b:1\n  - sorce: x\n  - source: a/b:1\n    tag: 5\ndefault: {}\n';

    const lines = problemsOf(text).map(([line, , message]) => `${line} ${message}`);

    expect(lines).toEqual([
      '1 environment variable NONE is not set',
      '3 "A/b:1" is not an image reference: a repository is lower case only',
      '4 unknown key "sorce"',
      '6 tag is 5, expected a string',
      '7 unknown key "default"',
    ]);
  });

  it('returns warnings in the order of the file', () => {
    const text = `${MINIMAL}  - source: a/b:1\n    target: reg.example/b\ntargetRepoPrefix: reg.example/m\n`;

    const lines = warningsOf(text).map(([line]) => line);

    expect(lines).toEqual([5, 6]);
  });

  it('sums up in the message of the error', () => {
    const read2 = () => read('images: [{source: A/b, target: reg.example/b}, {source: 5}, 6]');

    expect(read2).toThrow(DefinitionError);
    expect(read2).toThrow(
      'images.yaml:1:19: "A/b" is not an image reference: a repository is lower case only (and 2 more problems)',
    );
    expect(read2).toThrow(
      expect.objectContaining({
        code: 'INVALID_DEFINITION',
        kind: 'definition',
        retryable: false,
        hint: 'write a/b instead of A/b',
      }),
    );
  });
});
