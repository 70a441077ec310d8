import { html } from 'hono/html';
import type { Outcome } from '../../mirror/outcome.ts';
import { printable } from '../../wording/printable.ts';
import type { CurrentImage } from '../service.ts';
import { imageName, renderImageName } from './image-name.ts';
import type { Markup } from './markup.ts';
import { imagePath } from './paths.ts';
import { renderReason } from './reason.ts';
import { renderStatus } from './status-badge.ts';

/** What a row tells of: an image of the definition, or what became of one in a run. */
export type ImageRow = Pick<CurrentImage, 'source' | 'target' | 'status' | 'outcome' | 'putOff'>;

/** Images below each other, with why they are not in place. */
export function renderImageRows(rows: readonly ImageRow[]): Markup {
  return html`<ul class="images">${rows.map(renderRow)}</ul>`;
}

/** Outcomes as rows. */
export function rowOf(outcome: Outcome): ImageRow {
  const { source, target, status } = outcome;
  return { source, target, status, outcome };
}

/** As few elements as will do: a page may have thousands of rows. */
function renderRow({ source, target, status, ...why }: ImageRow): Markup {
  return html`<li>${renderStatus(status)}<div class="names">${renderTarget(target, source)}<span class="source foreign">from ${printable(source)}</span></div>${renderReason(why)}</li>`;
}

function renderTarget(target: string | null, source: string): Markup {
  if (target === null)
    return html`<span class="target foreign">${renderImageName(imageName(source))}</span>`;
  return html`<a class="target foreign" href="${imagePath(target)}">${renderImageName(imageName(target))}</a>`;
}
