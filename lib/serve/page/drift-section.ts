import { html } from 'hono/html';
import type { Drift } from '../../mirror/ledger-reader.ts';
import { renderDigest } from './digest.ts';
import { renderDriftPlot } from './drift-plot.ts';
import type { Markup } from './markup.ts';
import { renderMoment } from './moment.ts';
import { runPath } from './paths.ts';

/** How the source of an image moved; `drift` comes the latest first. */
export function renderDrift(drift: readonly Drift[], now: number): Markup {
  const moves = drift.toReversed();
  return html`<section id="drift" class="card" aria-labelledby="drift-heading">
<h2 id="drift-heading">Drift of the tag</h2>
${moves.length === 0 ? html`<p class="empty">No run has seen the source move.</p>` : renderMoves(moves, now)}
</section>`;
}

function renderMoves(moves: readonly Drift[], now: number): Markup {
  const rows = moves.map((move, index) => renderRow(move, index + 1)).toReversed();
  return html`${renderDriftPlot(moves, now)}
<div class="scroll" tabindex="0" role="region" aria-label="Moves of the tag"><table>
<thead><tr><th scope="col">move</th><th scope="col">seen by the run of</th><th scope="col">from</th><th scope="col">to</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function renderRow({ seenAt, runId, from, to }: Drift, number: number): Markup {
  return html`<tr><th scope="row">${number}</th><td><a href="${runPath(runId)}">${renderMoment(seenAt)}</a></td><td>${renderDigest(from)}</td><td>${renderDigest(to)}</td></tr>`;
}
