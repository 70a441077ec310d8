import { describe, expect, it } from 'vitest';
import { SMALLEST_DEFINITION } from '../../../lib/definition/schema/wrong-value.ts';
import { problemsOf } from '../read.ts';

const EMPTY = 'write a value, or remove the line';
const SMALLEST =
  'the smallest definition is images: [{ source: busybox:1.36, target: registry.example/mirror/busybox }]';
const DEFAULTS =
  'target, onConflict, platforms, requirePlatforms, index, referrers, referrersRecheck, foreignLayers, tagTemplate, libraryNames, allowEmpty';
const IMAGE = 'images: [{ source: a/b:1, target: reg.example/b }]\n';

describe('refuseIssue', () => {
  it('suggests a definition that can be read', () => {
    expect(problemsOf(SMALLEST_DEFINITION)).toEqual([]);
  });

  it.each([
    ['targetRepoPrefix: reg.example/\n', [1, 1, 'images is missing', SMALLEST]],
    ['images: []\n', [1, 9, 'images is an empty list, expected at least one item', SMALLEST]],
    ['images:\n', [1, 8, 'images is empty, expected a list', SMALLEST]],
    ['images: { a: b }\n', [1, 9, 'images is a map, expected a list', SMALLEST]],
    ['image: []\n', [1, 1, 'unknown key "image"', 'write images']],
    [
      `${IMAGE}version: 1\n`,
      [
        2,
        1,
        'unknown key "version"',
        'the keys here are targetRepoPrefix, defaults, images, registries',
      ],
    ],
    [
      `${IMAGE}defaults: x\n`,
      [2, 11, 'defaults is "x", expected a map', `its keys are ${DEFAULTS}`],
    ],
    [
      `${IMAGE}defaults: { onConflict: never }\n`,
      [
        2,
        25,
        'onConflict is "never", expected fail, overwrite or keep',
        'write fail, overwrite or keep',
      ],
    ],
    [
      `${IMAGE}defaults: { platforms: [] }\n`,
      [2, 24, 'platforms is an empty list, expected at least one item', 'write at least one item'],
    ],
    [
      `${IMAGE}defaults: { tag: x }\n`,
      [2, 13, 'unknown key "tag"', `the keys here are ${DEFAULTS}`],
    ],
    [
      `${IMAGE}platforms: [linux/amd64]\n`,
      [2, 1, 'unknown key "platforms"', 'write platforms below defaults'],
    ],
    [
      `${IMAGE}auth: { quay.io: { username: u, password: p } }\n`,
      [
        2,
        1,
        'unknown key "auth"',
        'write registries, with credentials below each host, or give --auth',
      ],
    ],
    [`${IMAGE}registries:\n`, [2, 12, 'registries is empty, expected a map', EMPTY]],
    [
      `${IMAGE}registries: []\n`,
      [
        2,
        13,
        'registries is an empty list, expected a map',
        'write a host and its settings below it',
      ],
    ],
  ])('explains the top of %j', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it.each([
    [
      'busybox:1',
      [2, 5, 'item 1 of images is "busybox:1", expected a map', 'write source: "busybox:1"'],
    ],
    ['', [2, 5, 'item 1 of images is empty, expected a map', EMPTY]],
    ['tag: x', [2, 5, 'source is missing', 'name the image to copy, such as source: busybox:1.36']],
    ['source: 5', [2, 13, 'source is 5, expected a string', 'put it in quotes: "5"']],
    ['source: ""', [2, 13, 'source is empty, expected a string', EMPTY]],
    ['source: [a]', [2, 13, 'source is a list, expected a string', 'write a string']],
    ['{ source:a/b }', [2, 7, 'unknown key "source:a/b"', 'put a space after the colon']],
    ['{ Source: a/b }', [2, 7, 'unknown key "Source"', 'write source']],
    [
      '{ source: a, tag: 1.10 }',
      [2, 23, 'tag is 1.10, expected a string', 'put it in quotes: "1.10"'],
    ],
    ['{ source: a, tag: }', [2, 23, 'tag is empty, expected a string', EMPTY]],
    [
      '{ source: a, target: 5 }',
      [2, 26, 'target is 5, expected a string or a list of strings', 'put it in quotes: "5"'],
    ],
    [
      '{ source: a, target: { b: c } }',
      [
        2,
        26,
        'target is a map, expected a string or a list of strings',
        'write a string or a list of strings',
      ],
    ],
    [
      '{ source: a, target: "" }',
      [2, 26, 'target is empty, expected a string or a list of strings', EMPTY],
    ],
    [
      '{ source: a, target: [] }',
      [2, 26, 'target is an empty list, expected at least one item', 'write at least one item'],
    ],
    [
      '{ source: a, target: [b/c, 5] }',
      [2, 32, 'item 2 of target is 5, expected a string', 'put it in quotes: "5"'],
    ],
    [
      '{ source: a, amd64Only: yes }',
      [2, 29, 'amd64Only is "yes", expected true or false', 'write true or false'],
    ],
    [
      '{ source: a, onConflict: Fail }',
      [2, 30, 'onConflict is "Fail", expected fail, overwrite or keep', 'write fail'],
    ],
    [
      '{ source: a, architecture: amd64 }',
      [
        2,
        18,
        'unknown key "architecture"',
        'the keys here are source, tags, tag, target, amd64Only, onConflict, platforms, requirePlatforms, index, referrers, referrersRecheck, foreignLayers, tagTemplate, libraryNames, allowEmpty',
      ],
    ],
    ['{ source: a, onConflct: fail }', [2, 18, 'unknown key "onConflct"', 'write onConflict']],
    [
      '{ source: a, amd64Only: true, amd64only: true }',
      [
        2,
        35,
        'amd64only is another spelling of amd64Only, which stands here too',
        'remove amd64only',
      ],
    ],
  ])('explains the image %j', (image, problem) => {
    expect(problemsOf(`images:\n  - ${image}\n`)).toEqual([problem]);
  });
});
