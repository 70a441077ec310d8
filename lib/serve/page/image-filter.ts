import { html } from 'hono/html';
import { printable } from '../../wording/printable.ts';
import type { CurrentImage } from '../service.ts';
import type { Markup } from './markup.ts';
import type { ImagesQuery } from './paths.ts';
import { STATUS_GROUPS } from './status-groups.ts';

interface Choice {
  readonly label: string;
  readonly statuses: readonly string[];
}

/** What lists can be narrowed to: kinds of statuses, and the two that are of one kind. */
const CHOICES: ReadonlyMap<string, Choice> = new Map<string, Choice>([
  ...STATUS_GROUPS.map((group) => [group.name, group] as const),
  ['copied', { label: 'Copied', statuses: ['copied'] }],
  ['unchanged', { label: 'Unchanged', statuses: ['unchanged'] }],
]);

/** Whether lists can be narrowed to `status`. */
export function isChoice(status: string): boolean {
  return CHOICES.has(status);
}

/** How lists can be narrowed, for those who wrote something else. */
export const CHOICE_NAMES: readonly string[] = [...CHOICES.keys()];

/** Those of `images` that a query asks for, in the same order. */
export function filterImages(
  images: readonly CurrentImage[],
  { status = '', q = '' }: ImagesQuery,
): readonly CurrentImage[] {
  const statuses = CHOICES.get(status)?.statuses;
  const words = q.trim().toLowerCase();
  return images.filter(
    (image) =>
      (statuses?.includes(image.status) ?? true) &&
      `${image.source}\n${image.target ?? ''}`.toLowerCase().includes(words),
  );
}

/** A form that asks for a narrower list; it works without scripts. */
export function renderFilter({ status = '', q = '', per }: ImagesQuery): Markup {
  const options = [...CHOICES].map(([name, { label }]) => renderOption(name, label, status));
  return html`<form class="filter" action="/images" method="get" role="search">
<label>Status <select name="status"><option value="">all</option>${options}</select></label>
<label class="words">Source or target contains <input type="search" name="q" value="${printable(q)}" autocomplete="off" spellcheck="false"></label>
${per && html`<input type="hidden" name="per" value="${per}">`}<button type="submit">Show</button>
</form>`;
}

function renderOption(name: string, label: string, selected: string): Markup {
  return html`<option value="${name}"${name === selected ? html` selected` : ''}>${label.toLowerCase()}</option>`;
}
