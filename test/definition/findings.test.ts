import { describe, expect, it } from 'vitest';
import { problemsOf } from './read.ts';

const LONG = 'x'.repeat(1_000_000);

function image(words: string): string {
  return `images: [{ source: a/b, target: r.example/b, ${words} }]\n`;
}

describe('what is said of a definition', () => {
  it.each([
    ['a placeholder', `images: [{ source: a/b, target: "r.example/\${${LONG}}" }]`],
    ['a variable', `${image('')}registries: { q.io: { credentials: { token: $${LONG} } } }`],
    ['a number', image(`tag: ${'1'.repeat(1_000_000)}`)],
    ['a regular expression', image(`tags: ["/(${LONG}/"]`)],
    ['a platform', image(`platforms: [linux/amd64], requirePlatforms: [linux/${LONG}]`)],
    ['a host', `targetRepoPrefix: ${LONG}.io\nimages: [{ source: a }]`],
  ])('is short where %s has a megabyte', (_, text) => {
    const problems = problemsOf(text);

    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems).length).toBeLessThan(3_000);
  });
});
