import { expect, it } from 'vitest';
import { describeWith } from '../support/describe-with.ts';
import { startManyImages } from './support/many-images.ts';
import { mirrorMany } from './support/mirror-many.ts';

/** `npm run bench:cloud` does the same with 5,000. */
const COUNT = 120;

describeWith(['java'], `a run of ${COUNT} images of which every tenth message comes twice`, () => {
  it('counts each of them once', async () => {
    const { run, messages, denials } = await mirrorMany(await startManyImages(COUNT));

    const { copied, unchanged, ...others } = run.counts;
    expect(run).toMatchObject({ state: 'completed', expected: COUNT });
    expect(others).toEqual({ conflict: 0, skipped: 0, failed: 0 });
    // A duplicate that looks at a copy before that is recorded finds it unchanged.
    expect(copied + unchanged).toBe(COUNT);
    expect(messages.delivered).toBeGreaterThanOrEqual(COUNT * 1.1);
    expect(denials).toEqual([]);
  });
});
