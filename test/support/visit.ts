import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

/** A page in a browser, and what went wrong in it: errors of scripts, and whatever the browser refused. */
export interface Visit extends AsyncDisposable {
  readonly page: Page;
  readonly problems: readonly string[];
}

/** Opens `url` in a browser of its own, as it were; disposing the visit closes it. */
export async function visit(
  browser: Browser,
  url: string,
  look: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...look });
  const page = await context.newPage();
  const problems = watchFor(page);
  await page.goto(url, { waitUntil: 'load' });
  return { page, problems, [Symbol.asyncDispose]: () => closed(context) };
}

function watchFor(page: Page): readonly string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    // Browsers report answers such as 404 there, which tests expect by themselves.
    const isAnswer = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isAnswer) problems.push(message.text());
  });
  return problems;
}

async function closed(context: BrowserContext): Promise<void> {
  await context.close();
}
