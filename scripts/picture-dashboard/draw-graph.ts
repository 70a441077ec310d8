import { type Area, element, rounded, text } from '../svg.ts';
import { axisTop, drawAxes } from './draw-axes.ts';
import type { WidgetProperties } from './read-dashboard.ts';
import { type Series, sampleSeries } from './sample-series.ts';

interface Shown {
  readonly label?: string;
  readonly color?: string;
  readonly visible?: boolean;
  readonly yAxis?: 'right';
}

/** Beside the curves, for what their heights mean. */
const MARGIN = 30;
const BELOW = 46;
const ABOVE = 4;

/** A graph of `metrics` with sample data: stacked areas or lines, each axis by its own scale. */
export function drawGraph(properties: WidgetProperties, area: Area): string {
  const { title = '', metrics = [], stacked = false } = properties;
  const shown = metrics
    .map((metric) => (metric.at(-1) ?? {}) as Shown)
    .filter(({ visible }) => visible !== false);
  const all = shown.map(({ label = '', color }, position) =>
    sampleSeries(title, label, { position, color }),
  );
  const left = all.filter((_, position) => shown[position]?.yAxis !== 'right');
  const right = all.filter((_, position) => shown[position]?.yAxis === 'right');
  const margins = right.length > 0 ? 2 * MARGIN : MARGIN;
  const plot = { width: area.width - margins, height: area.height - BELOW - ABOVE };
  const top = axisTop(stacked ? sumOf(left) : highest(left));
  const rightTop = right.length > 0 ? axisTop(highest(right)) : undefined;
  const curves = [
    drawAxes(plot, top, rightTop),
    stacked ? drawStack(left, plot, top) : drawLines(left, plot, { top }),
    drawLines(right, plot, { top: rightTop ?? 1, dashes: '4 3' }),
  ];
  return [
    element('g', { transform: `translate(${MARGIN} ${ABOVE})` }, curves.join('')),
    drawLegend(all, plot.height + ABOVE + 30, area.width),
  ].join('');
}

function drawLines(
  series: readonly Series[],
  area: Area,
  { top, dashes = 'none' }: { readonly top: number; readonly dashes?: string },
): string {
  return series
    .map(({ color, values }) =>
      element('polyline', {
        fill: 'none',
        stroke: color,
        'stroke-width': 1.5,
        'stroke-dasharray': dashes,
        points: pointsOf(values, area, top).join(' '),
      }),
    )
    .join('');
}

/** The lowest last, so that each one's own part stays to be seen. */
function drawStack(series: readonly Series[], area: Area, top: number): string {
  const layers = series.map(({ color }, position) => {
    const below = series.slice(0, position + 1);
    const values = (series[0]?.values ?? []).map((_, point) => sumAt(below, point));
    const corners = [`0,${area.height}`, `${area.width},${area.height}`] as const;
    const closed = [corners[0], ...pointsOf(values, area, top), corners[1]];
    return element('polygon', { fill: color, points: closed.join(' ') });
  });
  return layers.toReversed().join('');
}

function pointsOf(
  values: readonly number[],
  { width, height }: Area,
  top: number,
): readonly string[] {
  return values.map((value, point) => {
    const x = rounded((width * point) / (values.length - 1));
    return `${x},${rounded(height * (1 - value / top))}`;
  });
}

/** Two lines of what fits. */
function drawLegend(series: readonly Series[], y: number, width: number): string {
  let [x, line] = [0, 0];
  return series
    .map(({ label: words, color }) => {
      const needed = 22 + words.length * 5.6;
      if (x + needed > width) [x, line] = [0, line + 14];
      const place = x;
      x += needed;
      const square = { x: place, y: y + line - 8, width: 8, height: 8, fill: color };
      return element('rect', square) + text(place + 12, y + line, words, { size: 10 });
    })
    .join('');
}

function highest(series: readonly Series[]): number {
  return Math.max(0, ...series.flatMap(({ values }) => values));
}

function sumOf(series: readonly Series[]): number {
  return Math.max(0, ...(series[0]?.values ?? []).map((_, point) => sumAt(series, point)));
}

function sumAt(series: readonly Series[], point: number): number {
  return series.reduce((sum, { values }) => sum + (values[point] ?? 0), 0);
}
