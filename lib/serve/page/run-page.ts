import { html } from 'hono/html';
import { OUTCOME_STATUSES, type Outcome } from '../../mirror/outcome.ts';
import type { RunSummary } from '../../mirror/run.ts';
import { bytesPhrase } from '../../wording/outcome-words.ts';
import { formatCount, formatDuration } from '../../wording/quantities.ts';
import type { ServiceView } from '../service.ts';
import { renderDigest } from './digest.ts';
import { renderImageRows, rowOf } from './image-rows.ts';
import { TRIGGER_WORDS } from './live-section.ts';
import type { Markup } from './markup.ts';
import { momentText, renderMoment } from './moment.ts';
import { PageError } from './page-error.ts';
import type { Page } from './page-layout.ts';
import { runDurationMs } from './run-phrase.ts';

/** What a run came to. Throws {@link PageError} where there is no such run. */
export async function runPage({ reader }: ServiceView, id: string): Promise<Omit<Page, 'edition'>> {
  const run = await reader.readRun(id);
  if (run === undefined) {
    throw new PageError(404, {
      message: `There is no run ${id}`,
      hint: 'The record forgets runs after a while; those that it knows are listed under Runs.',
      place: '/runs',
    });
  }
  return {
    title: `Run of ${momentText(run.startedAt)}`,
    place: '/runs',
    sections: [renderHead(run), renderOutcomes(run, await reader.listOutcomes(id))],
  };
}

function renderHead(run: RunSummary): Markup {
  const duration = runDurationMs(run);
  const tiles = OUTCOME_STATUSES.map((status) => {
    const count = run.counts[status];
    return html`<li><span class="tile ${status}${count === 0 ? ' none' : ''}"><span class="count">${formatCount(count)}</span> <span class="label">${status}</span></span></li>`;
  });
  return html`<section id="run-head"><h1>Run of ${renderMoment(run.startedAt)}</h1>
<dl class="state"><div><dt>Begun</dt><dd>${TRIGGER_WORDS[run.trigger]}</dd></div>
<div><dt>State</dt><dd>${run.state}${run.dryRun ? ', a dry run' : ''}</dd></div>
<div><dt>Took</dt><dd>${duration === null ? 'goes on' : formatDuration(duration)}</dd></div>
<div><dt>Bytes</dt><dd>${bytesPhrase(run.bytes, run.dryRun) || 'none moved'}</dd></div>
<div><dt>Definition</dt><dd>${renderDigest(run.definitionVersion)}</dd></div>
<div><dt>Id</dt><dd><code>${run.id}</code></dd></div></dl>
<h2 class="visually-hidden">Images by status</h2><ul class="tiles">${tiles}</ul></section>`;
}

function renderOutcomes({ counts, expected }: RunSummary, outcomes: readonly Outcome[]): Markup {
  const done = OUTCOME_STATUSES.reduce((sum, status) => sum + counts[status], 0);
  const rest =
    expected !== null &&
    expected > done &&
    `${formatCount(expected - done)} are without an outcome.`;
  const unchanged =
    counts.unchanged > 0 && `${formatCount(counts.unchanged)} were unchanged and are not listed.`;
  return html`<section id="outcomes" class="card" aria-labelledby="outcomes-heading"><h2 id="outcomes-heading">What became of its images</h2>
<p class="found">${unchanged} ${rest}</p>
${outcomes.length === 0 ? html`<p class="empty">Nothing else came of it.</p>` : renderImageRows(outcomes.map(rowOf))}</section>`;
}
