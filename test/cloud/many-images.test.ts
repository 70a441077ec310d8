import { expect, it } from 'vitest';
import { describeWith } from '../support/describe-with.ts';
import { mirrorMany } from './support/mirror-many.ts';

/** `npm run bench:cloud` does the same with 5,000. */
const COUNT = 300;

describeWith(['java'], `a run of ${COUNT} images of which every tenth message comes twice`, () => {
  it('counts each of them once', async () => {
    const { run, expected, messages, denials } = await mirrorMany(COUNT);

    expect(run).toMatchObject({
      state: 'completed',
      expected: COUNT,
      counts: { ...expected, conflict: 0, skipped: 0, failed: 0 },
    });
    expect(messages.delivered).toBeGreaterThanOrEqual(COUNT * 1.1);
    expect(denials).toEqual([]);
  });
});
