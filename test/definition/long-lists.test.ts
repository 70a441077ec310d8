import { describe, expect, it } from 'vitest';
import { problemsOf, read } from './read.ts';

const MANY = 100_000;

function listOf(item: (position: number) => string, length = MANY): string {
  return Array.from({ length }, (_, position) => item(position)).join(', ');
}

describe('a list of 100,000', () => {
  it('targets is as many images', () => {
    const targets = listOf((position) => `r.example/a${position}`);

    const { images } = read(`images:\n- source: a/b:1\n  target: [${targets}]\n`);

    expect(images).toHaveLength(MANY);
    expect(images.at(-1)?.target.repository).toBe(`a${MANY - 1}`);
  });

  it('tags is as many images', () => {
    const tags = listOf((position) => `v${position}`);

    const { images } = read(`images:\n- { source: a/b, target: r.example/b, tags: [${tags}] }\n`);

    expect(images).toHaveLength(MANY);
  });

  it('copies and more is refused where it stands, however short the lists', () => {
    const tags = listOf((position) => `v${position}`, 600);
    const targets = listOf((position) => `r.example/a${position}`, 600);

    const problems = problemsOf(
      `images:\n- { source: a/b, target: [${targets}], tags: [${tags}] }\n`,
    );

    expect(problems).toEqual([
      [
        2,
        expect.any(Number),
        expect.stringMatching(/more than 250000 copies$/),
        expect.any(String),
      ],
    ]);
  });
});
