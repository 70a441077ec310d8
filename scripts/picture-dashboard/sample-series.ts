/** A line of a graph, with a value for each of its points. */
export interface Series {
  readonly label: string;
  readonly color: string;
  readonly values: readonly number[];
}

/** Points of a day, one for each half hour. */
const POINTS = 48;

/** A run starts every six hours. */
const RUN_POINTS = 12;

const COLORS = ['#1f77b4', '#ff7f0e', '#2ca02c', '#9467bd', '#8c564b', '#e377c2'];

/** What a quiet day of 1,000 images is like, by label: each run's height, and whether it fades with the run or stays. */
const SHAPES: Readonly<Record<string, { readonly peak: number; readonly stays?: boolean }>> = {
  copied: { peak: 40 },
  unchanged: { peak: 950 },
  conflict: { peak: 3 },
  skipped: { peak: 5 },
  failed: { peak: 2 },
  uploaded: { peak: 6 },
  mounted: { peak: 9 },
  present: { peak: 30 },
  'to compare': { peak: 700 },
  'to copy': { peak: 30 },
  compare: { peak: 700 },
  copy: { peak: 30 },
  'compare, in work': { peak: 50 },
  'copy, in work': { peak: 10 },
  'sync, median': { peak: 900, stays: true },
  'sync, p99': { peak: 41_000, stays: true },
  'plan, longest': { peak: 5200, stays: true },
  'an image, p90': { peak: 700, stays: true },
  plan: { peak: 1 },
  sync: { peak: 12 },
  throttles: { peak: 2 },
  'PutImage a second': { peak: 2 },
  quota: { peak: 10, stays: true },
};

/** Sample data for the metric of `label`, the same each time. */
export function sampleSeries(label: string, position: number, color?: string): Series {
  const { peak, stays = false } = SHAPES[label] ?? { peak: 0 };
  const values = Array.from({ length: POINTS }, (_, point) =>
    stays ? peak * wobble(point, position) : peak * fading(point) * wobble(point, position),
  );
  const shown = color ?? COLORS[position % COLORS.length] ?? '#1f77b4';
  return { label, color: shown, values: label === 'done so far' ? climbing() : values };
}

/** Falls to nothing within an hour and a half of each run's start. */
function fading(point: number): number {
  return Math.max(0, 1 - (point % RUN_POINTS) / 3);
}

function wobble(point: number, position: number): number {
  return 0.9 + 0.1 * Math.sin(point * 1.7 + position * 2.3);
}

function climbing(): readonly number[] {
  return Array.from({ length: POINTS }, (_, point) => {
    const runs = Math.floor(point / RUN_POINTS);
    return 1000 * (runs + Math.min(1, (1 + (point % RUN_POINTS)) / 3));
  });
}
