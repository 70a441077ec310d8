/** A line of a graph, with a value for each of its points. */
export interface Series {
  readonly label: string;
  readonly color: string;
  readonly values: readonly number[];
}

/** Points of a day, one for each half hour. */
const POINTS = 48;

/** When runs start: every six hours, and once for a change. */
const RUN_STARTS = [0, 12, 24, 28, 36];

/** For how many points a run goes on. */
const RUN_POINTS = 3;

/** How many images a run is over. */
const IMAGES = 40;

const COLORS = ['#1f77b4', '#ff7f0e', '#2ca02c', '#9467bd', '#8c564b', '#e377c2'];

/** The height in each run, or the same all day long, with some noise or without. */
type Shape =
  | { readonly runs: readonly number[] }
  | { readonly around: number }
  | { readonly always: number };

/** What a quiet day of 40 images is like, by label, or by title and label where a label stands in two graphs. */
const SHAPES: Readonly<Record<string, Shape>> = {
  copied: { runs: [3, 5, 2, 14, 4] },
  unchanged: { runs: [35, 33, 36, 21, 31] },
  conflict: { runs: [0, 0, 0, 3, 3] },
  skipped: { runs: [1, 1, 1, 1, 1] },
  failed: { runs: [1, 1, 1, 1, 1] },
  uploaded: { runs: [2e9, 3.1e9, 1.8e9, 9e9, 2.6e9] },
  mounted: { runs: [1e9, 1.4e9, 0.7e9, 5e9, 1.1e9] },
  present: { runs: [4e9, 5e9, 3e9, 11e9, 4e9] },
  'to compare': { runs: [31, 30, 33, 28, 32] },
  'to copy': { runs: [2, 3, 1, 9, 3] },
  'Queue depth: compare': { runs: [31, 30, 33, 28, 32] },
  'Queue depth: copy': { runs: [2, 3, 1, 9, 3] },
  'Oldest message: compare': { runs: [38, 41, 36, 45, 40] },
  'Oldest message: copy': { runs: [60, 85, 55, 240, 80] },
  'compare, in work': { runs: [20, 18, 20, 20, 19] },
  'copy, in work': { runs: [2, 3, 1, 8, 3] },
  'sync, median': { around: 900 },
  'sync, p99': { around: 41_000 },
  'plan, longest': { around: 5200 },
  'an image, p90': { around: 700 },
  'Errors: sync': { runs: [0, 0, 0, 1, 0] },
  'Concurrency: plan': { runs: [1, 1, 1, 1, 1] },
  'Concurrency: sync': { runs: [5, 7, 5, 14, 6] },
  throttles: { runs: [0, 2, 0, 6, 1] },
  'PutImage a second': { runs: [0.6, 0.9, 0.5, 3.1, 0.8] },
  quota: { always: 10 },
};

/** Sample data for the metric of `label` in the graph `title`, the same each time. */
export function sampleSeries(
  title: string,
  label: string,
  { position, color }: { readonly position: number; readonly color: string | undefined },
): Series {
  const shape = SHAPES[`${title}: ${label}`] ?? SHAPES[label] ?? { always: 0 };
  const values = Array.from({ length: POINTS }, (_, point) =>
    label === 'done so far' ? doneUntil(point) : valueAt(shape, point, position),
  );
  return { label, color: color ?? COLORS[position % COLORS.length] ?? '#1f77b4', values };
}

function valueAt(shape: Shape, point: number, position: number): number {
  if ('always' in shape) return shape.always;
  if ('around' in shape) return shape.around * (0.9 + 0.1 * Math.sin(point * 1.7 + position * 2.3));
  const run = RUN_STARTS.findLastIndex((start) => start <= point);
  const left = Math.max(0, 1 - (point - startOf(run)) / RUN_POINTS);
  return (shape.runs[run] ?? 0) * Math.min(1, 1.4 * left);
}

function doneUntil(point: number): number {
  const run = RUN_STARTS.findLastIndex((start) => start <= point);
  return IMAGES * (run + Math.min(1, (1 + point - startOf(run)) / RUN_POINTS));
}

function startOf(run: number): number {
  return RUN_STARTS[run] ?? 0;
}
