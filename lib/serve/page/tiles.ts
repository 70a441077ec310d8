import { html } from 'hono/html';
import { formatCount } from '../../wording/quantities.ts';
import type { Markup } from './markup.ts';
import { imagesPath } from './paths.ts';
import { type GroupCounts, STATUS_GROUPS } from './status-groups.ts';

/** How many images are how, each a link to those. */
export function renderTiles(counts: GroupCounts): Markup {
  const tiles = STATUS_GROUPS.map(
    ({
      name,
      label,
    }) => html`<li><a class="tile ${name}${counts[name] === 0 ? ' none' : ''}" href="${imagesPath({ status: name })}">
<span class="count" data-live="group-${name}">${formatCount(counts[name])}</span> <span class="label">${label}</span></a></li>`,
  );
  return html`<section id="tiles" aria-labelledby="tiles-heading">
<h2 class="visually-hidden" id="tiles-heading">Images by status</h2>
<ul class="tiles">${tiles}</ul>
</section>`;
}
