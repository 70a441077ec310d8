import type { JudgedRound, KillSeries } from './kill-large.ts';

const PLACES = ['before the first chunk', 'inside a chunk', 'between chunks', 'late'] as const;

const COLUMNS = [
  'rounds',
  'before',
  'inside',
  'between',
  'late',
  'most again',
  'restarts',
  'told',
  'wrong',
];

/** One row a series: where its rounds ended, what was sent again, how often it began anew and how often that was told. */
export function formatTable(series: readonly KillSeries[]): string {
  return [['target', ...COLUMNS], ...series.map(rowOf)].map(lineOf).join('\n');
}

function rowOf({ name, rounds }: KillSeries): readonly string[] {
  const count = (is: (round: JudgedRound) => boolean) => String(rounds.filter(is).length);
  return [
    name,
    String(rounds.length),
    ...PLACES.map((known) => count(({ place }) => place === known)),
    formatMebibytes(Math.max(0, ...rounds.map(({ sentAgainBytes }) => sentAgainBytes))),
    String(rounds.reduce((sum, { restarts }) => sum + restarts, 0)),
    count(({ warnings }) => warnings.length > 0),
    count(({ broken }) => broken.length > 0),
  ];
}

/** One round a line, for whoever waits. */
export function formatRound({ place, sentAgainBytes, broken }: JudgedRound): string {
  const again = `${formatMebibytes(sentAgainBytes)} sent again`;
  return [`ended ${place}`, again, ...broken.map((text) => `wrong: ${text}`)].join(', ');
}

function formatMebibytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(2)} MiB`;
}

function lineOf([name = '', ...cells]: readonly string[]): string {
  return name.padEnd(34) + cells.map((cell) => cell.padStart(11)).join('');
}
