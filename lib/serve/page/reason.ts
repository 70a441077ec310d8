import { html } from 'hono/html';
import { hintOf, reasonOf } from '../../wording/outcome-words.ts';
import { printable } from '../../wording/printable.ts';
import type { CurrentImage, PutOffImage } from '../service.ts';
import { renderHint } from './hint.ts';
import type { Markup } from './markup.ts';
import { renderTime } from './moment.ts';

/** Why an image is not in place, and what the reader can do; nothing where it is. */
export function renderReason({
  outcome,
  putOff,
}: Pick<CurrentImage, 'outcome' | 'putOff'>): Markup | null {
  if (putOff) return renderPutOff(putOff);
  const reason = outcome && reasonOf(outcome);
  if (!outcome || reason === null || reason === undefined) return null;
  return html`<p class="reason foreign">${printable(reason)}</p>${renderHint(hintOf(outcome))}`;
}

function renderPutOff({ error, againAt }: PutOffImage): Markup {
  return html`<p class="reason foreign">${printable(error.message)}</p>${renderHint(error.hint)}<p class="again">Tried again at ${renderTime(againAt)}</p>`;
}
