import { describe, expect, it } from 'vitest';
import { problemsOf, read } from './read.ts';

const SEVERAL = Array.from({ length: 600 }, (_, position) => `v${position}`);
const TARGETS = SEVERAL.map((name) => `r.example/${name}/\${name}`);
const NO_MORE = [
  expect.any(Number),
  expect.any(Number),
  'the images up to here make more than 250000 copies',
  'divide them among several files',
];

describe('a short file that makes very many copies', () => {
  it.each([
    [
      'tags times targets',
      { images: [{ source: 'a/b', tags: SEVERAL, target: TARGETS }, { source: 'a/c:1' }] },
    ],
    [
      'images times targets of the defaults',
      { defaults: { target: TARGETS }, images: SEVERAL.map((name) => ({ source: `a/${name}` })) },
    ],
    [
      "tags times targets, in Aliyun's format",
      { [`q.io/a:${SEVERAL}`]: SEVERAL.map((name) => `r.example/${name}`), 'q.io/b:1': 'r.io/b' },
    ],
  ])('is refused once for %s', (_, file) => {
    const problems = problemsOf(JSON.stringify(file), { targetRepoPrefix: 'r.example/' });

    expect(problems).toEqual([NO_MORE]);
  });

  it('is read where they are fewer', () => {
    const target = TARGETS.slice(0, 20);

    const { images } = read(JSON.stringify({ images: [{ source: 'a/b', tags: SEVERAL, target }] }));

    expect(images).toHaveLength(12_000);
  });
});
