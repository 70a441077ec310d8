import { createPages } from '../../lib/serve/page/create-pages.ts';
import type { MemoryService } from './memory-service.ts';

/** What the pages of `service` answer to a browser, or to whoever accepts something else. */
export async function getPage(service: MemoryService, path: string, accept = 'text/html') {
  const response = await createPages(service).request(path, { headers: { accept } });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

/** The section of a page that has the id. */
export function sectionOf(text: string, id: string): string {
  const begin = text.indexOf(`<section id="${id}"`);
  return begin === -1 ? '' : text.slice(begin, text.indexOf('</section>', begin));
}
