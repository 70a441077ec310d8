import { describe, expect, it } from 'vitest';
import { nextFault } from '../../../scripts/soak/fault-plan.ts';
import { SeededRandom } from '../../support/random.ts';

const REQUESTS = 30_000;

function plan(seed: number) {
  const random = new SeededRandom(seed);
  return Array.from({ length: REQUESTS }, () => nextFault(random));
}

describe('nextFault', () => {
  it('follows from the seed', () => {
    expect(plan(1)).toEqual(plan(1));
    expect(plan(1)).not.toEqual(plan(2));
  });

  it('has every kind of fault, and leaves most requests alone', () => {
    const faults = plan(3).filter((fault) => fault !== undefined);

    expect(new Set(faults.map(({ kind }) => kind))).toEqual(
      new Set(['refuse', 'cut-request', 'cut-answer', 'lose', 'pause', 'slow']),
    );
    expect(faults.length / REQUESTS).toBeGreaterThan(0.02);
    expect(faults.length / REQUESTS).toBeLessThan(0.06);
  });

  it('pauses for less than anybody waits', () => {
    for (const fault of plan(4)) {
      if (fault?.kind === 'pause') expect(fault.ms).toBeLessThan(15_000);
    }
  });
});
