import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Goal } from './bench/goal.ts';
import type { ScenarioResult } from './bench/scenario.ts';
import { SCENARIOS } from './bench/scenarios.ts';
import { type Area, element, picture, rounded, text } from './svg.ts';

const DOCS = join(import.meta.dirname, '../docs');

/** What `npm run bench` wrote, as far as it is drawn. */
interface Results {
  readonly series: readonly Readonly<Record<string, ScenarioResult>>[];
}

/** One goal, and what each series found. */
interface Row {
  readonly name: string;
  readonly measured: readonly Goal[];
}

const ROW = 20;
const HEADING = 30;
const [MARGIN, LABELS, VALUES] = [16, 290, 190];
const WIDTH = 900;
const AXIS = WIDTH - 2 * MARGIN - LABELS - VALUES;

/** The axis ends at so many times a limit. */
const AXIS_TOP = 1.5;

const COLORS = { met: '#1d8102', missed: '#d13212', line: '#879596', heading: '#16191f' } as const;

const { series } = JSON.parse(await readFile(join(DOCS, 'bench-results.json'), 'utf8')) as Results;
await writeFile(join(DOCS, 'bench.svg'), `${drawPage()}\n`);

/** Every goal as a share of its limit: what is left of the line holds. */
function drawPage(): string {
  let y = MARGIN + ROW;
  const parts = [text(MARGIN + LABELS + AXIS / AXIS_TOP, y - 4, 'limit', { anchor: 'middle' })];
  for (const { name, title } of SCENARIOS) {
    y += HEADING;
    parts.push(text(MARGIN, y, `${name}: ${title}`, { weight: 'bold', color: COLORS.heading }));
    for (const row of rowsOf(name)) {
      y += ROW;
      parts.push(element('g', { transform: `translate(${MARGIN} ${y})` }, drawRow(row)));
    }
  }
  return page({ width: WIDTH, height: y + MARGIN }, parts);
}

function page({ width, height }: Area, parts: readonly string[]): string {
  const x = rounded(MARGIN + LABELS + AXIS / AXIS_TOP);
  const line = element('line', {
    ...{ x1: x, x2: x, y1: MARGIN + ROW, y2: height - MARGIN, stroke: COLORS.line },
    'stroke-dasharray': '4 3',
  });
  const title = 'What the bench measured, as shares of its limits';
  return picture({ width, height }, title, [line, ...parts]);
}

function rowsOf(scenario: string): readonly Row[] {
  const found = series.flatMap(({ [scenario]: result }) => (result ? [result.goals] : []));
  const [first = []] = found;
  return first.map(({ name }, position) => ({
    name,
    measured: found.flatMap((goals) => goals[position] ?? []),
  }));
}

function drawRow({ name, measured }: Row): string {
  const [goal] = measured;
  if (!goal) return '';
  const sign = goal.bound === 'most' ? '≤' : '≥';
  const values = measured.map(({ actual }) => short(actual)).join('  ');
  return [
    text(LABELS - 12, 4, name, { anchor: 'end' }),
    element('line', { x1: LABELS, x2: LABELS + AXIS, y1: 0, y2: 0, stroke: '#eaeded' }),
    ...measured.map(drawDot),
    text(LABELS + AXIS + 14, 4, `${values}  ${sign} ${short(goal.limit)}`),
  ].join('');
}

function drawDot({ bound, actual, limit, met }: Goal): string {
  const share = bound === 'most' ? actual / limit : limit / actual;
  const cx = rounded(LABELS + (Math.min(share, AXIS_TOP) / AXIS_TOP) * AXIS);
  const fill = met ? COLORS.met : COLORS.missed;
  return element('circle', { cx, cy: 0, r: 4, fill, 'fill-opacity': 0.6 });
}

function short(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}
