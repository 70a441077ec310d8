import { html } from 'hono/html';
import type { DefinitionProblem } from '../../definition/errors.ts';
import type { BrokenDefinition } from '../../mirror/planner-ports.ts';
import { printable } from '../../wording/printable.ts';
import type { DefinitionState, ServiceProblem, ServiceState } from '../service.ts';
import { renderDigest } from './digest.ts';
import { renderHint } from './hint.ts';
import type { Markup } from './markup.ts';
import { renderMoment, untilText } from './moment.ts';

/** How the service is: what it goes by, what it does next, and whatever keeps it from that. */
export function renderState(state: ServiceState, now: number): Markup {
  const { definition, problems } = state;
  return html`<section id="state">
<h1>Overview</h1>
<dl class="state">${renderDefinition(definition)}${renderNext(state, now)}
<div><dt>Running since</dt><dd>${renderMoment(state.startedAt)}</dd></div></dl>
${definition.broken && renderBroken(definition, definition.broken)}
${problems.map(renderProblem)}
</section>`;
}

function renderDefinition({ file, version }: DefinitionState): Markup {
  const inForce =
    version === null ? 'nothing in force yet' : html`version ${renderDigest(version)}`;
  return html`<div><dt>Definition</dt><dd><code class="foreign">${printable(file)}</code> ${inForce}</dd></div>`;
}

function renderNext({ nextRunAt, isStopping }: ServiceState, now: number): Markup {
  if (isStopping) return html`<div><dt>Next run</dt><dd>none: the service is stopping</dd></div>`;
  const next =
    nextRunAt === null
      ? 'when the definition changes'
      : html`${renderMoment(nextRunAt)}, ${untilText(nextRunAt, now)}`;
  return html`<div><dt>Next run</dt><dd>${next}</dd></div>`;
}

function renderBroken({ version }: DefinitionState, { since, problems }: BrokenDefinition): Markup {
  const instead =
    version === null ? 'Nothing is in force yet.' : 'The last good one stays in force.';
  return html`<div class="notice bad" role="group" aria-labelledby="broken-heading">
<h2 id="broken-heading">The definition is broken</h2>
<p>Since ${renderMoment(since)}. ${instead}</p>
<ul>${problems.map(renderDefinitionProblem)}</ul>
</div>`;
}

function renderDefinitionProblem({ file, line, column, message, hint }: DefinitionProblem): Markup {
  return html`<li><code class="foreign">${printable(`${file}:${line}:${column}`)}</code>
<span class="foreign">${printable(message)}</span>${renderHint(hint)}</li>`;
}

function renderProblem({ since, message, hint }: ServiceProblem): Markup {
  return html`<div class="notice warn"><h2 class="foreign">${printable(message)}</h2>
<p>Since ${renderMoment(since)}.</p>${renderHint(hint)}</div>`;
}
