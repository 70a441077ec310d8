import { axisTop } from '../picture-dashboard/draw-axes.ts';
import { type Area, element, picture, rounded, text } from '../svg.ts';
import type { SoakRecord, SoakSample } from './soak-record.ts';

const WIDTH = 900;
const MARGIN = { left: 56, right: 16, top: 34, gap: 44 } as const;
const PLOT: Area = { width: WIDTH - MARGIN.left - MARGIN.right, height: 170 };

const COLORS = {
  memory: '#0073bb',
  inPlace: '#1d8102',
  expected: '#879596',
  kill: '#d13212',
  change: '#d5dbdb',
  heading: '#16191f',
} as const;

/** A line through what was seen, in one plot. */
interface Curve {
  readonly color: string;
  readonly heightOf: (sample: SoakSample) => number;
}

interface Panel {
  readonly heading: string;
  readonly curves: readonly Curve[];
}

/** What the service weighed and what it had done, over time, with the moments in which it was disturbed. */
export function drawSoak(result: SoakRecord): string {
  const { kills, changes } = result;
  const panels: readonly Panel[] = [
    {
      heading: `Memory of the service in MiB (resident), killed ${kills.length} times`,
      curves: [{ color: COLORS.memory, heightOf: ({ rssMib }) => rssMib }],
    },
    {
      heading: `Images in place, of those in a file that changed ${changes.length} times`,
      curves: [
        { color: COLORS.expected, heightOf: ({ expected }) => expected },
        { color: COLORS.inPlace, heightOf: ({ inPlace }) => inPlace },
      ],
    },
  ];
  const step = PLOT.height + MARGIN.gap;
  const height = MARGIN.top + panels.length * step + 4;
  const drawn = panels.map((panel, position) => {
    const place = `translate(${MARGIN.left} ${MARGIN.top + position * step})`;
    return element('g', { transform: place }, drawPanel(panel, result));
  });
  const title = 'Memory and images in place while a service was soaked';
  return picture({ width: WIDTH, height }, title, [...drawn, legend(height - 12)]);
}

function drawPanel({ heading, curves }: Panel, result: SoakRecord): string {
  const { samples, kills, changes } = result;
  const endSeconds = Math.max(1, samples.at(-1)?.seconds ?? 0);
  const xOf = (seconds: number) => rounded((PLOT.width * seconds) / endSeconds);
  const values = samples.flatMap((sample) => curves.map(({ heightOf }) => heightOf(sample)));
  const top = axisTop(Math.max(0, ...values));
  return [
    text(0, -10, heading, { weight: 'bold', color: COLORS.heading }),
    ...changes.map(({ seconds }) => mark(xOf(seconds), COLORS.change)),
    drawScale(top),
    ...minutesUpTo(endSeconds / 60).map((minute) => drawMinute(xOf(minute * 60), minute)),
    ...kills.map(({ seconds }) => mark(xOf(seconds), COLORS.kill)),
    ...curves.flatMap((curve) => drawCurve(curve, samples, { xOf, top })),
  ].join('');
}

function mark(x: number, stroke: string): string {
  return element('line', { x1: x, x2: x, y1: 0, y2: PLOT.height, stroke, 'stroke-width': 0.8 });
}

function drawScale(top: number): string {
  return [0, 0.5, 1]
    .map((share) => {
      const y = rounded(PLOT.height * (1 - share));
      const line = { x1: 0, x2: PLOT.width, y1: y, y2: y, stroke: '#eaeded' };
      return element('line', line) + text(-8, y + 4, String(top * share), { anchor: 'end' });
    })
    .join('');
}

/** At most ten, at round numbers. */
function minutesUpTo(end: number): readonly number[] {
  const step = [0.5, 1, 2, 5, 10, 30].find((minutes) => end / minutes <= 10) ?? 60;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, count) => count * step);
}

function drawMinute(x: number, minute: number): string {
  return text(x, PLOT.height + 14, `${minute} min`, { size: 9, anchor: 'middle' });
}

interface Scales {
  readonly xOf: (seconds: number) => number;
  readonly top: number;
}

/** A line for each process: there is none between the death of one and the first sample of the next. */
function drawCurve(
  { color, heightOf }: Curve,
  samples: readonly SoakSample[],
  { xOf, top }: Scales,
): readonly string[] {
  const yOf = (value: number) => rounded(PLOT.height * (1 - value / top));
  return [...Map.groupBy(samples, ({ life }) => life).values()].map((life) =>
    element('polyline', {
      fill: 'none',
      stroke: color,
      'stroke-width': 1.5,
      points: life.map((sample) => `${xOf(sample.seconds)},${yOf(heightOf(sample))}`).join(' '),
    }),
  );
}

function legend(y: number): string {
  const entries = [
    ['memory', COLORS.memory],
    ['in place', COLORS.inPlace],
    ['in the file', COLORS.expected],
    ['kill -9', COLORS.kill],
    ['file changed', COLORS.change],
  ] as const;
  return entries
    .map(([words, fill], position) => {
      const x = MARGIN.left + position * 110;
      const square = element('rect', { x, y: y - 8, width: 8, height: 8, fill });
      return square + text(x + 13, y, words);
    })
    .join('');
}
