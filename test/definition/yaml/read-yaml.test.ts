import { describe, expect, it } from 'vitest';
import { problemsOf } from '../read.ts';

const SMALLEST =
  'the smallest definition is images: [{ source: busybox:1.36, target: registry.example/mirror/busybox }]';
const COLON = 'look for a bracket, quote or colon too many, here or before';
const INDENT = 'indent what belongs together by the same number of spaces';
const KEY = 'write the key as a word, in quotes where it is a number, true, false or null';
const IMAGE = 'images: [{ source: a/b:1, target: reg.example/b }]\n';

describe('readYaml', () => {
  it.each([
    ['an empty file', '', [[1, 1, 'the file is empty, expected a map', SMALLEST]]],
    ['nothing but comments', '# a\n', [[1, 1, 'the file is empty, expected a map', SMALLEST]]],
    ['a list', '\n- source: a\n', [[2, 1, 'the file is a list, expected a map', SMALLEST]]],
    [
      'two documents',
      `${IMAGE}---\n${IMAGE}`,
      [[2, 1, 'a second YAML document begins here', 'keep one document, without --- lines']],
    ],
    [
      'a tab as indentation',
      'images:\n\t- source: a\n',
      [[2, 1, 'not valid YAML: a tab in the indentation', 'indent with spaces']],
    ],
    [
      'an open quote',
      'images: "a\n',
      [
        [
          2,
          1,
          'not valid YAML: missing closing "quote',
          'look for a colon, comma, bracket or quote missing here or before',
        ],
      ],
    ],
    [
      'several mistakes of syntax',
      'images: [a, b\nfoo: }\n',
      [
        [
          2,
          1,
          'not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]',
          INDENT,
        ],
        [2, 6, 'not valid YAML: text that does not belong here', COLON],
      ],
    ],
    [
      'a colon in a plain value',
      'images:\n  - source: a: b\n',
      [
        [
          2,
          13,
          'not valid YAML: a second key or a list on the same line',
          'begin a new line, or put a value that holds a colon and a space in quotes',
        ],
      ],
    ],
    [
      'an unknown tag',
      'images: !x []\n',
      [
        [
          1,
          9,
          'not valid YAML: a tag that begins with ! is not known',
          'quote a value that begins with !',
        ],
      ],
    ],
    [
      'a known tag',
      'images: !!binary aGVsbG8=\n',
      [
        [
          1,
          9,
          'not valid YAML: a tag that begins with ! is not known',
          'quote a value that begins with !',
        ],
      ],
    ],
    [
      'an alias without an anchor',
      'images: *x\n',
      [
        [
          1,
          9,
          'an alias without an anchor before it',
          'write &NAME before the value that it repeats, or quote a value that begins with *',
        ],
      ],
    ],
    [
      'a value that holds itself',
      'images: &x [*x]\n',
      [[1, 13, 'an alias without an anchor before it', expect.any(String)]],
    ],
  ])('refuses %s', (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it.each([
    ['a number', 'images: [{ source: a/b:1, target: reg.example/b, 5: x }]', 50],
    ['null', 'images: [{ source: a/b:1, target: reg.example/b, null: x }]', 50],
    ['a list', 'images: [{ source: a/b:1, target: reg.example/b, [a]: x }]', 50],
    ['an alias', 'images: [{ source: &a a/b:1, target: reg.example/b, *a : x }]', 53],
  ])('refuses %s as a key', (_, text, column) => {
    expect(problemsOf(text)).toEqual([[1, column, 'a key that is not a string', KEY]]);
  });

  it.each([
    ['a map', `${IMAGE}defaults: {}\n\nimages: []\n`, 4, 1, 'images'],
    [
      'JSON',
      '{"images": [{"source": "a/b:1",\n"target": "reg.example/b", "source": "a/b:2"}]}',
      2,
      28,
      'source',
    ],
  ])('refuses a key that stands twice in %s', (_, text, line, column, key) => {
    expect(problemsOf(text)).toEqual([
      [line, column, `key "${key}" stands twice, first in line 1`, 'remove one of the two'],
    ]);
  });

  it('does not count a byte order mark as a column', () => {
    expect(problemsOf('\uFEFFimages: 5\n')).toEqual([
      [1, 9, 'images is 5, expected a list', SMALLEST],
    ]);
  });

  it('reads no merge keys and no booleans of YAML 1.1, whatever a directive says', () => {
    const text =
      '%YAML 1.1\n---\nimages: [{ source: a/b:1, target: reg.example/b, amd64Only: yes, <<: {} }]\n';

    expect(problemsOf(text).map(([, , message]) => message)).toEqual([
      'amd64Only is "yes", expected true or false',
      'unknown key "<<"',
    ]);
  });

  it('refuses aliases that multiply beyond reason', () => {
    const levels = Array.from({ length: 9 }, (_, level) => {
      const items = Array(10).fill(level === 0 ? 'x' : `*l${level - 1}`);
      return `k${level}: &l${level} [${items.join(', ')}]\n`;
    });

    expect(problemsOf(levels.join(''))).toEqual([
      [
        5,
        45,
        'the aliases up to here stand for more than 100000 values',
        'write the values out instead of aliases',
      ],
    ]);
  });

  it.each([
    ['brackets', `a:\n  ${'['.repeat(1_000_000)}`, 2, 103],
    ['braces', '{a: '.repeat(500_000), 1, 401],
    ['dashes', '- '.repeat(500_000), 1, 201],
    [
      'indentation',
      Array.from({ length: 3_000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
      202,
      202,
    ],
  ])('refuses %s nested without end', (_, text, line, column) => {
    expect(problemsOf(text)).toEqual([
      [line, column, 'the file is nested too deeply', 'a definition has no more than 5 levels'],
    ]);
  });

  it.each([
    ['a list of many items', `${IMAGE}x: [${'[], '.repeat(1_000)}]\n`],
    ['many lists', `${IMAGE}x:\n${'  - - - a\n'.repeat(1_000)}`],
    ['a long blank line', `${IMAGE}${' '.repeat(1_000)}\nx: 1\n`],
    ['text that is indented', `${IMAGE}x: |\n${' '.repeat(1_000)}[\n`],
  ])('does not take %s for deep nesting', (_, text) => {
    expect(problemsOf(text).map(([, , message]) => message)).toEqual(['unknown key "x"']);
  });

  it.each([
    [IMAGE.length, []],
    [
      IMAGE.length - 1,
      [[1, 1, `the file is longer than ${IMAGE.length - 1} bytes`, 'split it into several']],
    ],
  ])('reads at most %i bytes', (maxBytes, problems) => {
    expect(problemsOf(IMAGE, { maxBytes })).toEqual(problems);
  });

  it('reads 6 MiB unless told otherwise', () => {
    const comment = `#${'x'.repeat(6 * 1024 * 1024 - IMAGE.length - 1)}`;

    expect(problemsOf(`${IMAGE}${comment}`)).toEqual([]);
    expect(problemsOf(`${IMAGE}${comment}x`)).toHaveLength(1);
  });
});
