import { html } from 'hono/html';
import { formatCount } from '../../wording/quantities.ts';
import type { CurrentImage, ServiceView } from '../service.ts';
import { filterImages, renderFilter } from './image-filter.ts';
import { renderImageRows } from './image-rows.ts';
import type { Markup } from './markup.ts';
import type { Page } from './page-layout.ts';
import { type ImagesQuery, imagesPath } from './paths.ts';

/** As many as load at once everywhere. */
const PAGE_SIZE = 200;

/** Images of the definition that `query` asks for, in its order. */
export async function imagesPage(
  view: ServiceView,
  query: ImagesQuery,
): Promise<Omit<Page, 'edition'>> {
  const all = await view.images();
  const found = filterImages(all, query);
  const shown = query.per === 'all' ? found : pageOf(found, query.page ?? 1);
  return {
    title: 'Images',
    place: '/images',
    sections: [
      html`<section id="images"><h1>Images</h1>${renderFilter(query)}
<p class="found" role="status">${foundText(found.length, all.length)}</p>
${found.length === 0 ? renderNone(all.length) : renderImageRows(shown)}
${found.length > PAGE_SIZE && renderPages(query, found.length)}</section>`,
    ],
  };
}

function pageOf(images: readonly CurrentImage[], page: number): readonly CurrentImage[] {
  return images.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
}

function foundText(found: number, all: number): string {
  return `${formatCount(found)} of ${formatCount(all)} images`;
}

function renderNone(all: number): Markup {
  if (all === 0) return html`<p class="empty">No definition has been planned yet.</p>`;
  return html`<p class="empty">No image is like that. <a href="${imagesPath()}">All images</a></p>`;
}

function renderPages(query: ImagesQuery, found: number): Markup {
  const { page = 1, per, ...filter } = query;
  const last = Math.ceil(found / PAGE_SIZE);
  const to = (number: number, words: string, rel: string) =>
    html`<li><a rel="${rel}" href="${imagesPath({ ...filter, page: number })}">${words}</a></li>`;
  const whole = html`<li><a href="${imagesPath({ ...filter, per: 'all' })}">All on one page</a></li>`;
  const parts = html`<li><a href="${imagesPath(filter)}">In pages of ${PAGE_SIZE}</a></li>`;
  if (per === 'all')
    return html`<nav class="pages" aria-label="Pages of the list"><ul>${parts}</ul></nav>`;
  return html`<nav class="pages" aria-label="Pages of the list"><ul>
${page > 1 && to(Math.min(page - 1, last), 'Previous', 'prev')}
<li>Page ${page} of ${last}</li>
${page < last && to(page + 1, 'Next', 'next')}
${whole}</ul></nav>`;
}
