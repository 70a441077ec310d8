import { html } from 'hono/html';
import type { CurrentImage } from '../service.ts';
import type { Markup } from './markup.ts';

export type Status = CurrentImage['status'];

/** A status in a word. The style sheet gives each a colour and, since not everybody tells colours apart, a sign. */
export function renderStatus(status: Status): Markup {
  return html`<span class="status ${status}">${status}</span>`;
}

/** The sign of a status, beside words that say the same. */
export function renderSign(status: Status): Markup {
  return html`<span class="sign ${status}" aria-hidden="true"></span>`;
}
