import { html } from 'hono/html';
import { OUTCOME_STATUSES } from '../../mirror/outcome.ts';
import type { RunSummary } from '../../mirror/run.ts';
import { formatBytes, formatCount, formatDuration } from '../../wording/quantities.ts';
import type { Markup } from './markup.ts';
import { renderMoment } from './moment.ts';
import { runPath } from './paths.ts';
import { runDurationMs } from './run-phrase.ts';

/** Runs with what they came to, the latest first. `label` names the table. */
export function renderRunTable(runs: readonly RunSummary[], label: string): Markup {
  const statuses = OUTCOME_STATUSES.map(
    (status) => html`<th scope="col" class="number">${status}</th>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table>
<thead><tr><th scope="col">begun</th><th scope="col">by</th><th scope="col">state</th>${statuses}<th scope="col" class="number">uploaded</th><th scope="col" class="number">took</th></tr></thead>
<tbody>${runs.map(renderRun)}</tbody></table></div>`;
}

function renderRun(run: RunSummary): Markup {
  const duration = runDurationMs(run);
  const counts = OUTCOME_STATUSES.map((status) => {
    const count = run.counts[status];
    return html`<td class="number${count === 0 ? ' none' : ` ${status}`}">${formatCount(count)}</td>`;
  });
  return html`<tr><th scope="row"><a href="${runPath(run.id)}">${renderMoment(run.startedAt)}</a></th>
<td>${run.trigger}</td><td>${run.state}</td>${counts}
<td class="number">${formatBytes(run.bytes.uploaded)}</td><td class="number">${duration === null ? '…' : formatDuration(duration)}</td></tr>`;
}
