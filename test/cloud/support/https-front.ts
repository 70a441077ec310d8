import { once } from 'node:events';
import { request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { SelfSigned } from '../../support/tls-front.ts';

export interface HttpsFront {
  /** `127.0.0.1:port` */
  readonly address: string;
  close(): Promise<void>;
}

type Serve = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** Speaks HTTPS on loopback and leaves every request to `serve`. */
export async function startHttpsFront(tls: SelfSigned, serve: Serve): Promise<HttpsFront> {
  const server: Server = createServer({ ...tls, noDelay: true }, async (request, response) => {
    try {
      await serve(request, response);
    } catch {
      response.destroy();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    address: `127.0.0.1:${port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

export interface PassOptions {
  /** Headers that stay behind. */
  readonly without?: readonly string[];
}

/** Has the server at `url` answer, byte by byte as it is asked. */
export function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  { url, without = [] }: PassOptions & { readonly url: URL },
): void {
  const { method, headers } = request;
  const kept = Object.entries(headers).filter(([name]) => !without.includes(name));
  const behind = forward(
    new URL(request.url ?? '', url),
    { method, headers: Object.fromEntries(kept) },
    (given) => {
      response.writeHead(given.statusCode ?? 502, given.headers);
      given.on('error', () => response.destroy()).pipe(response);
    },
  );
  behind.on('error', () => response.destroy());
  response.once('close', () => behind.destroy());
  request.pipe(behind);
}
