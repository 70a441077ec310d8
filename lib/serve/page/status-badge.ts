import { html } from 'hono/html';
import type { CurrentImage } from '../service.ts';
import type { Markup } from './markup.ts';

export type Status = CurrentImage['status'];

/** A sign of its own for each status, since not everybody tells colours apart. */
const SIGNS: Readonly<Record<Status, string>> = {
  copied: '✓',
  unchanged: '=',
  conflict: '≠',
  failed: '✕',
  skipped: '–',
  waiting: '…',
};

/** A status in a word, with its sign and its colour. */
export function renderStatus(status: Status): Markup {
  return html`<span class="status ${status}">${renderSign(status)}${status}</span>`;
}

/** The sign of a status, beside words that say the same. */
export function renderSign(status: Status): Markup {
  return html`<span class="sign ${status}" aria-hidden="true">${SIGNS[status]}</span>`;
}
