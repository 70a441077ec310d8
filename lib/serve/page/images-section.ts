import { html } from 'hono/html';
import { counted } from '../../wording/outcome-words.ts';
import type { CurrentImage } from '../service.ts';
import { renderFilter } from './image-filter.ts';
import { renderImageRows } from './image-rows.ts';
import type { Markup } from './markup.ts';
import { imagesPath } from './paths.ts';

const FIRST = 50;

/** The first images of the definition, and the way to all of them. */
export function renderImages(images: readonly CurrentImage[]): Markup {
  const more =
    images.length > FIRST &&
    html`<p class="more"><a href="${imagesPath()}">All ${counted(images.length, 'image')}</a></p>`;
  const rows =
    images.length === 0
      ? html`<p class="empty">No definition has been planned yet: images are listed here when one is.</p>`
      : html`${renderFilter({})}${renderImageRows(images.slice(0, FIRST))}`;
  return html`<section id="images" class="card" aria-labelledby="images-heading">
<h2 id="images-heading">Images</h2>${rows}${more}
</section>`;
}
