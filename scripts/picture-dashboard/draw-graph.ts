import type { WidgetProperties } from './read-dashboard.ts';
import { type Series, sampleSeries } from './sample-series.ts';
import { element, rounded, text } from './svg.ts';

/** The part of a widget that its content has, in pixels. */
export interface Area {
  readonly width: number;
  readonly height: number;
}

interface Shown {
  readonly label?: string;
  readonly color?: string;
  readonly visible?: boolean;
  readonly yAxis?: 'right';
}

const LEGEND = 32;

/** A graph of `metrics` with sample data: stacked areas or lines, each axis by its own scale. */
export function drawGraph({ metrics = [], stacked = false }: WidgetProperties, area: Area): string {
  const plot = { width: area.width, height: area.height - LEGEND };
  const shown = metrics
    .map((metric) => (metric.at(-1) ?? {}) as Shown)
    .filter(({ visible }) => visible !== false);
  const all = shown.map(({ label = '', color }, position) => sampleSeries(label, position, color));
  const left = all.filter((_, position) => shown[position]?.yAxis !== 'right');
  const right = all.filter((_, position) => shown[position]?.yAxis === 'right');
  return [
    drawGrid(plot, stacked ? sumOf(left) : highest(left)),
    stacked ? drawStack(left, plot) : drawLines(left, plot),
    drawLines(right, plot, '4 3'),
    drawLegend(all, plot.height + 16, plot.width),
  ].join('');
}

function drawGrid({ width, height }: Area, top: number): string {
  const lines = [0, 0.5, 1].map((share) => {
    const y = rounded(height * (1 - share));
    const line = element('line', { x1: 0, x2: width, y1: y, y2: y, stroke: '#eaeded' });
    return line + text(0, y - 2, label(top * share), { size: 9, color: '#879596' });
  });
  return lines.join('');
}

function label(value: number): string {
  return value >= 1000 ? `${rounded(value / 1000)}k` : String(rounded(value));
}

function drawLines(series: readonly Series[], { width, height }: Area, dashes = 'none'): string {
  const top = highest(series) || 1;
  return series
    .map(({ color, values }) => {
      const points = values.map((value, point) => at(point, values.length, value / top));
      const attributes = { fill: 'none', stroke: color, 'stroke-width': 1.5 };
      return element('polyline', {
        ...attributes,
        'stroke-dasharray': dashes,
        points: points.join(' '),
      });
    })
    .join('');

  function at(point: number, count: number, share: number): string {
    return `${rounded((width * point) / (count - 1))},${rounded(height * (1 - share))}`;
  }
}

/** The lowest last, so that each one's own part stays to be seen. */
function drawStack(series: readonly Series[], area: Area): string {
  const top = sumOf(series) || 1;
  const layers = series.map(({ color }, position) => {
    const below = series.slice(0, position + 1);
    const values = (series[0]?.values ?? []).map((_, point) => sumAt(below, point));
    const points = values.map((value, point) => {
      const x = rounded((area.width * point) / (values.length - 1));
      return `${x},${rounded(area.height * (1 - value / top))}`;
    });
    const closed = [`0,${area.height}`, ...points, `${area.width},${area.height}`];
    return element('polygon', { fill: color, 'fill-opacity': 0.75, points: closed.join(' ') });
  });
  return layers.toReversed().join('');
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
