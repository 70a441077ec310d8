import { describe, expect, it } from 'vitest';
import { renderOutcomeTable } from '../../../lib/cli/report/outcome-table.ts';
import { copied, failed, interrupted, outcome, report } from '../terminal/builders.ts';

describe('renderOutcomeTable, where a run was long or came to no end', () => {
  it('counts unremarkable images where there are more than 30', () => {
    const unchanged = Array.from({ length: 29 }, (_, index) => outcome(`image-${index}`));
    const warned = outcome('warned', { warnings: ['look'] });

    const few = renderOutcomeTable(report([...unchanged, copied('a')]));
    const many = renderOutcomeTable(report([...unchanged, copied('a'), warned]));

    expect(few.match(/^unchanged /gm)).toHaveLength(29);
    expect(many.match(/^unchanged /gm)).toHaveLength(1);
    expect(many).toMatch(/^unchanged +mirror\.example\/warned:1 /m);
    expect(many).toMatch(/^29 unchanged, not listed$/m);
  });

  it('counts unchanged images with warnings where those are more than 30', () => {
    const warned = Array.from({ length: 31 }, (_, index) =>
      outcome(`image-${index}`, { warnings: ['arm64 is left out'] }),
    );

    const text = renderOutcomeTable(report([...warned, copied('a')]));

    expect(text).toMatch(/^31 unchanged with warnings, which --output json has, not listed$/m);
    expect(text).not.toContain('image-0');
  });

  it('tells of an interruption which images it cut off and how many it did not let begin', () => {
    const left = Array.from({ length: 31 }, (_, index) => interrupted(`image-${index}`, 0));
    const images = [copied('a'), failed('b'), interrupted('c'), ...left];

    const text = renderOutcomeTable(report(images));

    expect(text).toMatch(/^interrupted +mirror\.example\/c:1$/m);
    expect(text).toContain('\n31 not begun, not listed\nstopped; run it again\n');
    expect(text).toContain('34 images: 1 copied, 1 failed, 32 interrupted · ');
  });

  it('names the images that an interruption did not let begin where they are few', () => {
    const text = renderOutcomeTable(report([interrupted('a', 0)]));

    expect(text).toBe(
      'not begun  mirror.example/a:1\nstopped; run it again\n\n1 image: 1 interrupted · 3.1 s\n',
    );
  });

  it('parts thousands', () => {
    const images = Array.from({ length: 2000 }, (_, index) => outcome(`image-${index}`));

    expect(renderOutcomeTable(report(images))).toBe(
      '2,000 unchanged, not listed\n\n2,000 images: 2,000 unchanged · 3.1 s\n',
    );
  });
});
