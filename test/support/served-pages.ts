import { systemClock } from '../../lib/mirror/system-clock.ts';
import { type HttpServer, serveHttp } from '../../lib/serve/http/serve-http.ts';
import { createPages } from '../../lib/serve/page/create-pages.ts';
import type { MemoryService } from './memory-service.ts';
import { servedApp } from './served-app.ts';

/** Serves the pages of `service` as they are served to everybody, guards included; whoever asks for it closes it. At any port that is free, unless told otherwise. */
export async function servePages(service: MemoryService, port = 0): Promise<HttpServer> {
  const { app } = servedApp(service, { pages: createPages(service) });
  const address = { host: '127.0.0.1', port };
  // A browser holds connections on which it says nothing; the server's patience with them has to end.
  return await serveHttp(app, { address, clock: systemClock });
}
