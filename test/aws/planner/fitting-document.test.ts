import { describe, expect, it } from 'vitest';
import { fittingDocument } from '../../../lib/aws/planner/fitting-document.ts';
import type { OutcomeStatus } from '../../../lib/mirror/outcome.ts';
import { imageDocument } from '../../../lib/mirror/run-document.ts';
import { recordedOutcome } from '../../support/run-builder.ts';

const RUN = { id: 'run' };
const ROOM = 6_000_000;

function images(count: number, status: OutcomeStatus) {
  return Array.from({ length: count }, () => recordedOutcome({ status }));
}

describe('fittingDocument', () => {
  it('has every image where there is room', () => {
    const few = images(3, 'unchanged');

    expect(fittingDocument(RUN, few, imageDocument)).toEqual({
      run: RUN,
      images: few.map(imageDocument),
      errors: [],
    });
  });

  it.each([
    ['leaves out what is unchanged', 15_000, 2, 15_000],
    ['leaves out what has no room', 1, 15_000, undefined],
  ])('%s, and says how many images', (_, unchanged, copied, left) => {
    const many = [...images(unchanged, 'unchanged'), ...images(copied, 'copied')];

    const document = fittingDocument(RUN, many, imageDocument);

    expect(JSON.stringify(document).length).toBeLessThan(ROOM);
    expect(document).toMatchObject({
      errors: [{ message: expect.stringContaining(`${left ?? ''} of ${many.length} images`) }],
    });
    expect(JSON.stringify(document)).toContain('"copied"');
  });
});
