import './small-heap.ts';
import { hostname } from 'node:os';
import type { Command } from 'commander';
import type { Hono } from 'hono';
import { holdForService } from '../local/hold-for-service.ts';
import { type OpenLedger, openSqliteLedger } from '../local/open-sqlite-ledger.ts';
import { systemClock } from '../mirror/system-clock.ts';
import { DefinitionFile } from '../serve/engine/definition-file.ts';
import { createEngine, type Engine } from '../serve/engine/engine.ts';
import type { ServiceListener } from '../serve/events.ts';
import { createApp } from '../serve/http/create-app.ts';
import { serveHttp } from '../serve/http/serve-http.ts';
import { remarkStream } from '../serve/log/remark-stream.ts';
import { createServiceLog } from '../serve/log/service-log.ts';
import { createMetrics, type Metrics } from '../serve/metrics/create-metrics.ts';
import { createPages } from '../serve/page/create-pages.ts';
import { pullWorkingCopy } from '../serve/pull/pull-working-copy.ts';
import { interruptible } from './interruption.ts';
import { largeBlobsOf } from './large-blobs-of.ts';
import type {
  ConnectionOptions,
  DefinitionOptions,
  TransferOptions,
} from './options/command-options.ts';
import { readServeOptions, type ServeOptions } from './options/read-serve-options.ts';
import type { WrittenServeOptions } from './options/serve-options.ts';
import { definitionFileOptions } from './read-definition.ts';
import { settleAccess } from './registry-access.ts';
import { renderError } from './report/failure.ts';
import type { Shell } from './shell.ts';
import type { TargetCredentialOptions } from './target-credentials.ts';
import { createTrace } from './trace.ts';

/** What `serve` is told. */
export interface ServeCommandOptions
  extends DefinitionOptions,
    TargetCredentialOptions,
    ConnectionOptions,
    TransferOptions,
    WrittenServeOptions {
  readonly ledger: string;
  readonly proc: number;
}

/** Serves until the process is told to end, which is in order: resolves to 0. */
export async function serveCommand(
  options: ServeCommandOptions,
  command: Command,
  shell: Shell,
): Promise<number> {
  const settled = await readServeOptions(options, command, shell.env);
  await interruptible((signal) => serveLedger({ ...options, ...settled, signal }, shell));
  return 0;
}

interface Serving extends Omit<ServeCommandOptions, keyof WrittenServeOptions>, ServeOptions {
  readonly signal: AbortSignal;
}

async function serveLedger(serving: Serving, shell: Shell): Promise<void> {
  const ledger = openSqliteLedger(serving.ledger, { clock: systemClock });
  try {
    const giveBack = holdForService(serving.ledger);
    await serve(serving, ledger, shell).finally(giveBack);
  } finally {
    ledger.close();
  }
}

async function serve(serving: Serving, ledger: OpenLedger, shell: Shell): Promise<void> {
  const engine = composeEngine(serving, ledger, shell);
  const metrics = createMetrics(engine.view);
  const log = createServiceLog({
    ...{ stream: shell.stderr, format: serving.logFormat, verbose: serving.debug },
    clock: systemClock,
  });
  engine.view.subscribe(log);
  const app = composeApp(engine, metrics, { ...serving, shell, listener: log });
  const server = await serveHttp(app, { address: serving.listen, clock: systemClock });
  log({ type: 'listening', url: server.url });
  serving.signal.addEventListener('abort', () => log({ type: 'stopping' }), { once: true });
  await engine.serve().finally(() => server.close());
  metrics.close();
}

function composeEngine(
  { imagesFile, schedule, pull, signal, proc, ...options }: Serving,
  ledger: OpenLedger,
  shell: Shell,
): Engine {
  const { debug, retries, idleTimeout, logFormat: format } = options;
  const log = { stream: shell.stderr, format, clock: systemClock };
  return createEngine({
    file: new DefinitionFile(imagesFile, definitionFileOptions(options, shell)),
    ...{ ledger, schedule, signal, retries },
    workers: proc,
    clock: systemClock,
    random: Math.random,
    idleTimeoutMs: idleTimeout * 1000,
    largeBlobs: largeBlobsOf(options),
    settleAccess: (definition, call) =>
      settleAccess(definition, { ...options, signal: call }, shell),
    ...(pull && {
      pull: (call: AbortSignal) =>
        pullWorkingCopy(imagesFile, { env: shell.env, clock: systemClock, signal: call }),
    }),
    ...(debug && {
      trace: createTrace(remarkStream({ ...log, level: 'debug', event: 'request' })),
    }),
  });
}

interface AppServing extends Serving {
  readonly shell: Shell;
  readonly listener: ServiceListener;
}

function composeApp(
  { view, look }: Engine,
  metrics: Metrics,
  { listen, allowHosts, hooks, logFormat: format, shell, listener }: AppServing,
): Hono {
  const log = { stream: shell.stderr, format, clock: systemClock };
  const failures = remarkStream({ ...log, level: 'error', event: 'failure' });
  return createApp({
    ...{ view, metrics },
    attention: { look },
    names: { listen: listen.host, allowed: allowHosts, machine: hostname() },
    pages: createPages(view),
    onFailure: (error) => failures.write(renderError(error)),
    listener,
    ...(hooks && { hooks }),
  });
}
