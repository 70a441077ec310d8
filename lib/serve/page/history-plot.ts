import { scaleBand, scaleLinear } from 'd3-scale';
import { html } from 'hono/html';
import { OUTCOME_STATUSES, type OutcomeStatus } from '../../mirror/outcome.ts';
import type { RunSummary } from '../../mirror/run.ts';
import { formatCount } from '../../wording/quantities.ts';
import type { Markup } from './markup.ts';
import { momentText } from './moment.ts';
import { runPath } from './paths.ts';
import { runPhrase } from './run-phrase.ts';

const HEIGHT = 180;
/** Room for half a line of text above the highest tick. */
const TOP = 10;
/** What few images of many come to would not be seen. */
const LEAST_PX = 3;
/** Few runs would be as wide as tables. */
const FEWEST_BANDS = 20;

/** From the bottom to the top: what needs somebody stands where the eye looks. */
export const STACK: readonly OutcomeStatus[] = [
  'unchanged',
  'copied',
  'skipped',
  'conflict',
  'failed',
];

/**
 * Runs as bars over time, the latest at the right. Widths are shares of whatever width there is, so that text and lines
 * keep their size on a phone; `runs` come the latest first.
 */
export function renderHistoryPlot(runs: readonly RunSummary[]): Markup {
  const latest = runs.toReversed();
  const y = scaleLinear([0, Math.max(1, ...latest.map(totalOf))], [HEIGHT, TOP]).nice(4);
  const places = Array.from({ length: Math.max(latest.length, FEWEST_BANDS) }, (_, place) => place);
  const x = scaleBand(places, [0, 100]).paddingInner(0.25);
  const ticks = y.ticks(4).filter(Number.isInteger);
  const bars = latest.map((run, place) => {
    const left = (x(place) ?? 0).toFixed(3);
    return renderBar(run, { left, width: x.bandwidth().toFixed(3), y });
  });
  return html`<div class="plot">
<svg class="axis" width="48" height="${HEIGHT + 2}" aria-hidden="true">${ticks.map((tick) => html`<text x="40" y="${y(tick) + 4}" text-anchor="end">${formatCount(tick)}</text>`)}</svg>
<svg class="bars" width="100%" height="${HEIGHT + 2}" role="group" aria-labelledby="plot-title plot-description">
<title id="plot-title">Images of each run by what they came to</title>
<desc id="plot-description">A bar for each of the last ${runs.length} runs, the latest at the right; its parts are the images by status. The table below has the same numbers.</desc>
${ticks.map((tick) => html`<line class="grid" x1="0" x2="100%" y1="${y(tick)}" y2="${y(tick)}"></line>`)}
${bars}</svg>
</div>`;
}

interface BarPlace {
  readonly left: string;
  readonly width: string;
  readonly y: (count: number) => number;
}

/** The table has the same links: whoever goes from link to link need not pass each bar. */
function renderBar(run: RunSummary, { left, width, y }: BarPlace): Markup {
  const words = `${momentText(run.startedAt)}: ${runPhrase(run)}`;
  let bottom = HEIGHT;
  const parts = STACK.filter((status) => run.counts[status] > 0).map((status) => {
    const height = Math.max(LEAST_PX, HEIGHT - y(run.counts[status]));
    bottom -= height;
    return html`<rect class="${status}" x="${left}%" width="${width}%" y="${bottom.toFixed(1)}" height="${height.toFixed(1)}"></rect>`;
  });
  return html`<a href="${runPath(run.id)}" tabindex="-1" aria-label="${words}"><title>${words}</title><rect class="hit" x="${left}%" width="${width}%" y="0" height="${HEIGHT}"></rect>${parts}</a>`;
}

function totalOf({ counts }: RunSummary): number {
  return OUTCOME_STATUSES.reduce((sum, status) => sum + counts[status], 0);
}
