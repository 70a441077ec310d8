import { html } from 'hono/html';
import { printable } from '../../wording/printable.ts';
import { type Assets, assetPath } from './assets.ts';
import type { Markup } from './markup.ts';

/** The parts of the site, as its navigation names them. */
const PLACES = [
  ['/', 'Overview'],
  ['/images', 'Images'],
  ['/runs', 'Runs'],
] as const;

export type Place = (typeof PLACES)[number][0];

export interface Page {
  readonly title: string;
  /** The part of the site that it belongs to. */
  readonly place: Place;
  /**
   * Sections of `<main>`, each with an `id`, so that those can be replaced that have changed;
   * the first holds the heading.
   */
  readonly sections: readonly Markup[];
  /** What the page was made from: it is stale once the service tells another. */
  readonly edition: string;
}

/** The whole document. */
export function renderPage({ title, place, sections, edition }: Page, assets: Assets): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${printable(title)} · image-syncer</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" type="image/svg+xml" href="${assetPath(assets, 'favicon.svg')}">
<link rel="stylesheet" href="${assetPath(assets, 'page.css')}">
<script type="module" src="${assetPath(assets, assets.script)}"></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
${renderHeader(place)}
<main id="main" tabindex="-1" data-edition="${edition}">
${sections}
</main>
<p class="visually-hidden" id="announcer" role="status"></p>
</body>
</html>
`;
}

function renderHeader(place: Place): Markup {
  return html`<header class="site">
<a class="brand" href="/"><svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 3h11a2 2 0 0 1 2 2v2h-3V6H6v9h1v3H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2z"/><path d="M10 9h10a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H10a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2z"/></svg>image-syncer</a>
<nav aria-label="Pages"><ul>${PLACES.map(([path, name]) => renderLink(path, name, place))}</ul></nav>
<p class="connection" id="connection" hidden><span aria-hidden="true">⚡</span> <span></span></p>
<noscript><p class="connection">Without JavaScript, load the page again to see what is new.</p></noscript>
</header>`;
}

function renderLink(path: string, name: string, place: Place): Markup {
  const current = path === place ? html` aria-current="page"` : '';
  return html`<li><a href="${path}"${current}>${name}</a></li>`;
}
