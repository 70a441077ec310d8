import { Hono } from 'hono';
import { Secret } from '../../lib/secret.ts';
import { type AppOptions, createApp } from '../../lib/serve/http/create-app.ts';
import type { MemoryService } from './memory-service.ts';

/** The app of a service, with one page that says `a page`, and what failed in it. */
export function servedApp(view: MemoryService, given: Partial<AppOptions> = {}) {
  const failures: unknown[] = [];
  const app = createApp({
    view,
    attention: view,
    metrics: { contentType: 'text/plain; version=0.0.4', text: async () => 'a_metric 1\n' },
    names: { listen: '127.0.0.1', allowed: [], machine: 'box' },
    pages: new Hono().get('/', (context) => context.html('a page')),
    onFailure: (error) => failures.push(error),
    listener: (event) => view.emit(event),
    ...given,
  });
  const get = (path: string, init: RequestInit = {}) =>
    app.request(path, { ...init, headers: { host: 'localhost:8080', ...init.headers } });
  return { app, get, failures };
}

/** Rules of hooks that are signed with `secret`. */
export function hookRules(secret: string) {
  return { secret: new Secret(secret), paths: [] };
}
