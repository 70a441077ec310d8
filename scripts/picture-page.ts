import { join } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { imagePath } from '../lib/serve/page/paths.ts';
import { startChromium } from '../test/support/chromium.ts';
import { servePages } from '../test/support/served-pages.ts';
import { SHOWN_IMAGE, sampleService } from './picture-page/sample-service.ts';

const DOCS = join(import.meta.dirname, '../docs');

const WIDE = { viewport: { width: 1200, height: 1120 } };
const LOW = { viewport: { width: 1200, height: 690 } };
const PHONE = { viewport: { width: 390, height: 1100 }, colorScheme: 'dark' } as const;

const service = await sampleService();
const server = await servePages(service);
const browser = await startChromium();
try {
  await picture(browser, { name: 'serve-page', path: '/', look: WIDE });
  await picture(browser, { name: 'serve-page-dark-phone', path: '/', look: PHONE });
  await picture(browser, { name: 'serve-image', path: imagePath(SHOWN_IMAGE), look: LOW });
} finally {
  await browser.close();
  await server.close();
}

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly look: BrowserContextOptions;
}

/** With everything at rest, so that the same sample gives the same picture. */
async function picture(browser: Browser, { name, path, look }: Picture): Promise<void> {
  const context = await browser.newContext({ ...look, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(new URL(path, server.url).href);
  await page.waitForLoadState('load');
  await page.screenshot({ path: join(DOCS, `${name}.png`) });
  await context.close();
}
