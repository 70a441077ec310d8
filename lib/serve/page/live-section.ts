import { html } from 'hono/html';
import type { RunTrigger } from '../../mirror/run.ts';
import type { LiveRun } from '../service.ts';
import { renderImageName } from './image-name.ts';
import type { Bar, TransferDocument } from './live/live-document.ts';
import { runDocument, runTexts } from './live/run-document.ts';
import type { Markup } from './markup.ts';
import { renderMoment } from './moment.ts';
import { runPath } from './paths.ts';

/** Why there is a run, as its heading says it. */
export const TRIGGER_WORDS: Readonly<Record<RunTrigger, string>> = {
  command: 'by a command',
  change: 'after a change of the definition',
  schedule: 'by the schedule',
  manual: 'by hand',
  retry: 'for images that failed',
};

/** What scripts fill in. */
const NONE: TransferDocument = { registry: '', rest: '', path: '', bar: { max: 1 }, text: '' };

/** The run that is going on, which scripts keep up to date. */
export function renderLive(run: LiveRun | undefined): Markup {
  if (run === undefined) return html`<section id="run" hidden></section>`;
  const { bar, transfers } = runDocument(run);
  return html`<section id="run" class="card live" aria-labelledby="run-heading">
<div class="heading"><h2 id="run-heading"><span class="pulse" aria-hidden="true"></span>A run is going on</h2>
<p><a href="${runPath(run.id)}">Begun</a> ${TRIGGER_WORDS[run.trigger]}, ${renderMoment(run.startedAt)}</p></div>
${renderBar(bar, { id: 'run-bar', label: 'Images that are done' })}
${renderTexts(runTexts(run))}
<h3 class="visually-hidden">Images on their way</h3>
<ul class="transfers" id="transfers">${transfers.map(renderTransfer)}</ul>
<template id="transfer">${renderTransfer(NONE)}</template>
</section>`;
}

function renderTexts(texts: Readonly<Record<string, string>>): Markup {
  const items = Object.entries(texts).map(
    ([name, text]) => html`<li data-live="${name}">${text}</li>`,
  );
  return html`<ul class="facts">${items}</ul>`;
}

function renderTransfer(transfer: TransferDocument): Markup {
  const { rest, path, bar, text } = transfer;
  return html`<li><a class="foreign" href="${path}">${renderImageName(transfer)}</a>
<span class="far">${text}</span>${renderBar(bar, { label: `Bytes of ${rest}` })}</li>`;
}

function renderBar(
  { value, max }: Bar,
  { id, label }: { readonly id?: string; readonly label: string },
): Markup {
  const name = id === undefined ? '' : html` id="${id}"`;
  const far = value === undefined ? '' : html` value="${value}"`;
  return html`<progress${name}${far} max="${max}" aria-label="${label}"></progress>`;
}
