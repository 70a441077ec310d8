import { type Context, Hono } from 'hono';
import { SyncerError } from '../../errors.ts';
import type { ServiceListener } from '../events.ts';
import { createHooks, type HookRules } from '../hooks/create-hooks.ts';
import type { Metrics } from '../metrics/create-metrics.ts';
import type { Attention, ServiceView } from '../service.ts';
import type { HostNames } from './allowed-host.ts';
import { refuse } from './answers.ts';
import { createApi } from './api.ts';
import { HOOK_PATH, headOnly, hostGuard, readOnly, secured } from './guards.ts';
import { createHealth } from './health.ts';
import { RequestError } from './request-error.ts';

export interface AppOptions {
  readonly view: ServiceView;
  readonly attention: Attention;
  readonly metrics: Pick<Metrics, 'contentType' | 'text'>;
  /** Absent: hooks are refused. */
  readonly hooks?: HookRules;
  readonly names: HostNames;
  /** Everything that people look at, at paths of its own. */
  readonly pages: Hono;
  /** Is told what went wrong here, of which whoever asked is told nothing more than that it did. */
  readonly onFailure: (error: unknown) => void;
  /** Hears of hooks. */
  readonly listener: ServiceListener;
}

/** All that a service answers over HTTP. */
export function createApp(options: AppOptions): Hono {
  const { view, attention, metrics, hooks, names, pages, onFailure, listener } = options;
  const app = new Hono();
  app.use(secured, headOnly, hostGuard(names), readOnly);
  app.route('/', createHealth(view));
  app.route('/api', createApi(view));
  app.get('/metrics', async (context) =>
    context.body(await metrics.text(), 200, { 'Content-Type': metrics.contentType }),
  );
  app.route(
    HOOK_PATH,
    createHooks({ attention, clock: view.clock, listener, ...(hooks && { rules: hooks }) }),
  );
  app.route('/', pages);
  app.notFound((context) =>
    refuse(context, 404, { message: 'there is nothing here', hint: 'begin at /' }),
  );
  app.onError((error, context) => answerFailure(error, context, onFailure));
  return app;
}

function answerFailure(
  error: Error,
  context: Context,
  onFailure: AppOptions['onFailure'],
): Response {
  if (error instanceof RequestError) return refuse(context, error.status, error);
  onFailure(error);
  if (error instanceof SyncerError) return refuse(context, 500, error);
  return refuse(context, 500, {
    message: 'the service failed to answer',
    hint: 'look into its log, and report it if it happens again',
  });
}
