import { html } from 'hono/html';
import { printable } from '../../wording/printable.ts';
import type { Markup } from './markup.ts';

/** What the reader can do, where anybody knows. */
export function renderHint(hint: string | null): Markup | null {
  if (hint === null) return null;
  return html`<p class="hint foreign"><span class="visually-hidden">What to do: </span>${printable(hint)}</p>`;
}
