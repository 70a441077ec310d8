import { html } from 'hono/html';
import { printable } from '../../wording/printable.ts';
import type { PageError } from './page-error.ts';
import type { Page } from './page-layout.ts';
import { imagesPath } from './paths.ts';

/** Says what is wrong with a request and where to go on; `words` are looked for among the images. */
export function problemPage(
  { status, message, hint, place }: PageError,
  words: string,
): Omit<Page, 'edition'> {
  const title = status === 404 ? 'Not found' : 'Not understood';
  return {
    title,
    place,
    sections: [
      html`<section id="problem"><h1>${title}</h1>
<p class="lead foreign">${printable(message)}</p><p class="foreign">${printable(hint)}</p>
<form class="filter" action="/images" method="get" role="search">
<label class="words">Look for an image <input type="search" name="q" value="${printable(words)}"></label><button type="submit">Look</button></form>
<p><a href="/">Overview</a> · <a href="${imagesPath()}">All images</a> · <a href="/runs">All runs</a></p></section>`,
    ],
  };
}
