import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { ServiceView } from '../../service.ts';
import { followService } from './follow-service.ts';
import { ServiceTally } from './service-tally.ts';

/** After so long browsers try again to connect, which costs nobody much. */
const RETRY_MS = 1000;

/** Server-sent events with the state of the service; each replaces those before it. */
export function createEvents(view: ServiceView): Hono {
  const app = new Hono();
  const tally = new ServiceTally(view);
  app.get('/events', (context) =>
    streamSSE(context, async (stream) => {
      const gone = new AbortController();
      stream.onAbort(() => gone.abort());
      const follower = {
        tell: (data: string) => stream.writeSSE({ event: 'state', data, retry: RETRY_MS }),
        keepAlive: async () => void (await stream.write(': keep-alive\n\n')),
      };
      await followService(view, tally, { follower, signal: gone.signal }).catch(() => undefined);
    }),
  );
  return app;
}
