import { html } from 'hono/html';
import type { Outcome } from '../../mirror/outcome.ts';
import { hintOf, reasonOf } from '../../wording/outcome-words.ts';
import { printable } from '../../wording/printable.ts';
import { renderHint } from './hint.ts';
import type { Markup } from './markup.ts';

/** Why an image is not in place, and what the reader can do; nothing where it is. */
export function renderReason(outcome: Outcome | undefined): Markup | null {
  const reason = outcome && reasonOf(outcome);
  if (!outcome || reason === null || reason === undefined) return null;
  return html`<p class="reason foreign">${printable(reason)}</p>${renderHint(hintOf(outcome))}`;
}
