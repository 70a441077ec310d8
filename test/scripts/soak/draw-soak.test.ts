import { describe, expect, it } from 'vitest';
import { drawSoak } from '../../../scripts/soak/draw-soak.ts';
import type { SoakRecord } from '../../../scripts/soak/soak-record.ts';

const RECORD: SoakRecord = {
  samples: Array.from({ length: 120 }, (_, seconds) => ({
    seconds,
    rssMib: 100,
    files: 30,
    life: seconds < 60 ? 0 : 1,
    inPlace: seconds,
    expected: 130,
  })),
  kills: [{ seconds: 59.5, uploads: 1 }],
  changes: [{ seconds: 20, manner: 'renamed', images: 44, isTold: false }],
};

function count(picture: string, part: string): number {
  return picture.split(part).length - 1;
}

describe('drawSoak', () => {
  it('draws a line for each process and each figure, with a gap between the processes', () => {
    expect(count(drawSoak(RECORD), '<polyline')).toBe(2 * 3);
  });

  it('marks kills and changes in both plots', () => {
    const picture = drawSoak(RECORD);

    expect(count(picture, 'stroke="#d13212"')).toBe(2);
    expect(count(picture, 'stroke="#d5dbdb"')).toBe(2);
  });

  it('names the minutes', () => {
    expect(drawSoak(RECORD)).toContain('>1 min<');
  });

  it('draws what ended before it began', () => {
    expect(drawSoak({ samples: [], kills: [], changes: [] })).not.toContain('NaN');
  });
});
