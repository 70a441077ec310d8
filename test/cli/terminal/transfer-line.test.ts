import { describe, expect, it } from 'vitest';
import { createPaint } from '../../../lib/cli/terminal/paint.ts';
import { transferLine } from '../../../lib/cli/terminal/transfer-line.ts';
import { Transfer } from '../../../lib/mirror/progress/transfer.ts';
import { MIB, request } from './builders.ts';

const plain = createPaint(false);

/** A transfer of 100 MiB that has moved 50 in its first 5 seconds. */
function halfWay(name = 'go'): Transfer {
  const transfer = new Transfer(request(name), 0);
  transfer.expect(100 * MIB, 0);
  transfer.arrive(50 * MIB, 'uploaded');
  transfer.observe(5000);
  return transfer;
}

describe('transferLine', () => {
  it('shows name, bar, bytes, rate and time left', () => {
    expect(transferLine(halfWay(), 79, plain)).toBe(
      'mirror.example/go:1      ━━━━━─────    50 MiB / 100 MiB     10 MiB/s        5 s',
    );
  });

  it('says that an image is compared until its manifests are read', () => {
    const line = transferLine(new Transfer(request('go'), 0), 79, plain);

    expect(line).toMatch(/^mirror\.example\/go:1 +comparing$/);
  });

  it('has a longer bar where there is room', () => {
    expect(transferLine(halfWay(), 119, plain)).toContain(` ${'━'.repeat(10)}${'─'.repeat(10)} `);
  });

  it.each([
    [60, ['50 MiB / 100 MiB', '10 MiB/s']],
    [45, ['50 MiB / 100 MiB']],
  ])('gives up cells in %d characters, but not the amount', (width, cells) => {
    const line = transferLine(halfWay(), width, plain);

    expect(line.trimEnd().split(/ {2,}/).slice(1)).toEqual(cells);
  });

  it.each([23, 45, 60, 79, 119, 300])('is as wide as %d characters at most', (width) => {
    const line = transferLine(halfWay('a-rather-long-name/'.repeat(20)), width, plain);

    expect(line.length).toBeLessThanOrEqual(width);
  });

  it('tells no time while nothing moves', () => {
    const transfer = new Transfer(request('go'), 0);
    transfer.expect(100 * MIB, 0);
    transfer.observe(5000);

    expect(transferLine(transfer, 79, plain).trimEnd()).toMatch(/ {2}0 B \/ 100 MiB$/);
  });

  it('tells no time that is longer than its cell', () => {
    const transfer = new Transfer(request('go'), 0);
    transfer.expect(MIB ** 2, 0);
    transfer.arrive(MIB, 'uploaded');
    transfer.observe(1_000_000);

    expect(transferLine(transfer, 79, plain)).toMatch(/ {2}1 KiB\/s {11}$/);
  });

  it('keeps name and bar together on a very wide terminal', () => {
    expect(transferLine(halfWay(), 300, plain).length).toBeLessThan(150);
  });

  it('has a full bar for an image without blobs', () => {
    const transfer = new Transfer(request('go'), 0);
    transfer.expect(0, 0);

    expect(transferLine(transfer, 79, plain)).toContain('━'.repeat(10));
  });
});
