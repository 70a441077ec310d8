import { html } from 'hono/html';
import type { RunSummary } from '../../mirror/run.ts';
import { renderHistoryPlot, STACK } from './history-plot.ts';
import type { Markup } from './markup.ts';
import { renderMoment } from './moment.ts';
import { renderRunTable } from './run-table.ts';

/** As many runs as bars can be told apart on a phone. */
export const PLOTTED_RUNS = 50;

/** The latest runs, as a plot and as a table. */
export function renderHistory(runs: readonly RunSummary[]): Markup {
  return html`<section id="history" class="card" aria-labelledby="history-heading">
<div class="heading"><h2 id="history-heading">History of runs</h2><p><a href="/runs">All runs</a></p></div>
${runs.length === 0 ? html`<p class="empty">No run has been recorded yet.</p>` : renderRuns(runs)}
</section>`;
}

function renderRuns(runs: readonly RunSummary[]): Markup {
  const legend = STACK.toReversed().map(
    (status) => html`<li><span class="key ${status}" aria-hidden="true"></span>${status}</li>`,
  );
  return html`<p class="axis-label" aria-hidden="true">images</p>
${renderHistoryPlot(runs)}
${renderSpan(runs)}
<ul class="legend" aria-label="Colours of the plot">${legend}</ul>
<details id="history-table"><summary>The same as a table</summary>${renderRunTable(runs, 'Latest runs')}</details>`;
}

function renderSpan(runs: readonly RunSummary[]): Markup | null {
  const [first, last] = [runs.at(-1), runs[0]];
  if (!first || !last || first === last) return null;
  return html`<p class="span">${renderMoment(first.startedAt)}<span>runs, in order</span>${renderMoment(last.startedAt)}</p>`;
}
