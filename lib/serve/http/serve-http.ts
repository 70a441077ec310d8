import type { Server, ServerResponse } from 'node:http';
import { createAdaptorServer, type Http2Bindings, type HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Clock } from '../../clock.ts';
import { inUrl } from './allowed-host.ts';
import { ListenError } from './listen-error.ts';

type Bindings = HttpBindings | Http2Bindings;
type Answer = Bindings['outgoing'];

/** Where a service listens. */
export interface HttpAddress {
  /** A name or an address; one of IPv6 without brackets. */
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/** A server that listens. */
export interface HttpServer {
  /** With the port that it came to. */
  readonly url: string;
  /** Resolves once no connection is open: requests under way may end within a few seconds, streams end at once. */
  close(): Promise<void>;
}

export interface ServeHttpOptions {
  readonly address: HttpAddress;
  readonly clock: Clock;
}

/** How long requests may take to end when the server is closed. */
const GRACE_MS = 3000;

/** Against clients that send slowly so as to hold connections: headers within seconds, the whole of a hook within a minute. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 5000,
};

/** Serves `app` at an address. Throws {@link ListenError}. */
export async function serveHttp(
  app: Pick<Hono, 'fetch'>,
  { address, clock }: ServeHttpOptions,
): Promise<HttpServer> {
  const streams = new Set<Answer>();
  const fetch = async (request: Request, env: Bindings) => {
    const response = await app.fetch(request, env);
    if (isEventStream(response)) keepWhileOpen(env.outgoing, streams);
    return response;
  };
  const server = createAdaptorServer({ fetch, serverOptions: LIMITS }) as Server;
  server.on('request', (_, answer: ServerResponse) => {
    answer.once('close', () => {
      // A connection that was busy when the server was closed would be kept for the next request.
      if (!server.listening) server.closeIdleConnections();
    });
  });
  await listening(server, address);
  return { url: urlOf(server, address), close: () => closed(server, streams, clock) };
}

/** Those who listen for events never ask for an end. */
function isEventStream({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') === true;
}

function keepWhileOpen(answer: Answer, answers: Set<Answer>): void {
  answers.add(answer);
  answer.once('close', () => answers.delete(answer));
}

function listening(server: Server, { host, port }: HttpAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(new ListenError(`${inUrl(host)}:${port}`, cause)));
    server.listen({ host, port }, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

function urlOf(server: Server, { host, port }: HttpAddress): string {
  const bound = server.address();
  return `http://${inUrl(host)}:${typeof bound === 'object' && bound ? bound.port : port}`;
}

async function closed(server: Server, streams: ReadonlySet<Answer>, clock: Clock): Promise<void> {
  const patience = new AbortController();
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const stream of streams) stream.destroy();
  const impatient = clock.sleep(GRACE_MS, patience).then(
    () => server.closeAllConnections(),
    // Everything ended before.
    () => undefined,
  );
  await ended;
  patience.abort();
  await impatient;
}
