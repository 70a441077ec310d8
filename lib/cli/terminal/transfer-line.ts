import type { Transfer } from '../../mirror/progress/transfer.ts';
import { formatBytes, formatRate, formatSeconds } from '../../wording/quantities.ts';
import type { Paint } from './paint.ts';
import { shortenMiddle } from './shorten.ts';

const GAP = '  ';
const LEAST_NAME_WIDTH = 20;
const GREATEST_NAME_WIDTH = 72;

/** Terminals from this width on have room for a longer bar. */
const WIDE = 100;

type CellName = 'bar' | 'amount' | 'rate' | 'left';

/** Given up in this order by terminals too narrow for all; the amount always stays. */
const DISPENSABLE: readonly CellName[] = ['bar', 'left', 'rate'];

/** The line of an image in flight, at most `width` characters beside its colours. */
export function transferLine(transfer: Transfer, width: number, paint: Paint): string {
  const widths = cellWidths(width);
  const nameWidth = Math.max(0, Math.min(GREATEST_NAME_WIDTH, width - sum(widths)));
  const name = shortenMiddle(transfer.target, nameWidth).padEnd(nameWidth);
  if (transfer.expected === undefined) return `${name}${GAP}${paint('dim', transfer.activity)}`;

  const cells = [...widths].map(([cell, cellWidth]) => CELLS[cell](transfer, cellWidth, paint));
  return [name, ...cells].join(GAP);
}

const CELLS: Readonly<Record<CellName, (of: Transfer, width: number, paint: Paint) => string>> = {
  bar: ({ arrived, expected = 0 }, width, paint) => {
    const filled = Math.floor(width * fraction(arrived, expected));
    return paint('green', '━'.repeat(filled)) + paint('dim', '─'.repeat(width - filled));
  },
  amount: ({ arrived, expected = 0 }, width) =>
    `${formatBytes(arrived).padStart(8)} / ${formatBytes(expected)}`.padEnd(width),
  rate: ({ rate }, width) => (rate === 0 ? '' : formatRate(rate)).padStart(width),
  left: ({ secondsLeft }, width) => remaining(secondsLeft, width).padStart(width),
};

/** Cells in the order of the line, each with the width of its longest text. */
function cellWidths(width: number): Map<CellName, number> {
  const widths = new Map<CellName, number>([
    ['bar', width < WIDE ? 10 : 20],
    ['amount', '99.9 MiB / 99.9 MiB'.length],
    ['rate', '99.9 MiB/s'.length],
    ['left', '59 m 59 s'.length],
  ]);
  for (const cell of DISPENSABLE) {
    if (width - sum(widths) >= LEAST_NAME_WIDTH) break;
    widths.delete(cell);
  }
  return widths;
}

function sum(widths: ReadonlyMap<CellName, number>): number {
  return [...widths.values()].reduce((total, width) => total + GAP.length + width, 0);
}

function fraction(arrived: number, expected: number): number {
  return expected === 0 ? 1 : Math.min(1, Math.max(0, arrived / expected));
}

function remaining(seconds: number | undefined, width: number): string {
  const text = seconds === undefined ? '' : formatSeconds(seconds);
  // Hundreds of days: the transfer has practically stopped.
  return text.length > width ? '' : text;
}
