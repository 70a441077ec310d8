import { type Context, Hono } from 'hono';
import type { ServiceView } from '../service.ts';
import { assetPath, loadAssets } from './assets.ts';
import { imagePage } from './image-page.ts';
import { imagesPage } from './images-page.ts';
import { parseImagesQuery } from './images-query.ts';
import { createEvents } from './live/create-events.ts';
import { editionOf } from './live/edition.ts';
import { newestRun } from './live/service-tally.ts';
import { overviewPage } from './overview-page.ts';
import { PageError } from './page-error.ts';
import { type Page, renderPage } from './page-layout.ts';
import { targetOfPath } from './paths.ts';
import { problemPage } from './problem-page.ts';
import { runPage } from './run-page.ts';
import { runsPage } from './runs-page.ts';

type MakePage = (context: Context) => Promise<Omit<Page, 'edition'>>;

/** What an asset is told to caches: its address changes when it does. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** Everything that people look at, and what their browsers need for it. */
export function createPages(view: ServiceView): Hono {
  const app = new Hono();
  const assets = loadAssets();
  const page = (make: MakePage) => async (context: Context) => {
    // Before the page is made: what happens meanwhile makes it stale, and not wrong for good.
    const edition = editionOf(view, await newestRun(view));
    const { made, status } = await makeOrExplain(make, context);
    return context.html(renderPage({ ...made, edition }, assets), status);
  };

  app.get(
    '/',
    page(() => overviewPage(view)),
  );
  app.get(
    '/images',
    page(({ req }) => imagesPage(view, parseImagesQuery(req.query()))),
  );
  app.get(
    '/images/*',
    page(({ req }) => imagePage(view, requestedTarget(req.url))),
  );
  app.get(
    '/runs',
    page(() => runsPage(view)),
  );
  app.get(
    '/runs/:id',
    page(({ req }) => runPage(view, req.param('id') ?? '')),
  );
  app.get(assetPath(assets, ':name'), (context) => {
    const asset = assets.find(context.req.param('name') ?? '');
    if (asset === undefined) return context.notFound();
    return context.body(asset.text, 200, {
      'Content-Type': asset.type,
      'Cache-Control': FOR_EVER,
    });
  });
  app.route('/', createEvents(view));
  app.get('*', async (context, next) => {
    if (!isAskedByPerson(context)) return await next();
    return await page(nothingHere)(context);
  });
  return app;
}

/** Programs are answered by those who serve programs. */
function isAskedByPerson({ req }: Context): boolean {
  return !req.path.startsWith('/api') && (req.header('accept') ?? '').includes('text/html');
}

async function nothingHere({ req }: Context): Promise<never> {
  throw new PageError(404, {
    message: `There is nothing at ${req.path}`,
    hint: 'Everything is found from the overview, the images or the runs.',
    place: '/',
  });
}

async function makeOrExplain(
  make: MakePage,
  context: Context,
): Promise<{ readonly made: Omit<Page, 'edition'>; readonly status: 200 | 400 | 404 }> {
  try {
    return { made: await make(context), status: 200 };
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    const words = requestedTarget(context.req.url, '');
    return { made: problemPage(error, words), status: error.status };
  }
}

/** What the path of an image names. Throws {@link PageError} where it names nothing and there is no `otherwise`. */
function requestedTarget(url: string, otherwise?: string): string {
  const { pathname } = new URL(url);
  const target = pathname.startsWith('/images/') ? targetOfPath(pathname) : undefined;
  if (target !== undefined && target !== '') return target;
  if (otherwise !== undefined) return otherwise;
  throw new PageError(404, {
    message: 'The address names no image',
    hint: 'The addresses of images end in their target, as the list of images links to them.',
    place: '/images',
  });
}
