import { once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { HttpServer } from '../../lib/local/embedded-registry/http-server.ts';
import {
  type GrowingEntry,
  type LoggedRequest,
  RequestLog,
} from '../../lib/local/embedded-registry/request-log.ts';

/** Stands before a registry, passes on what it is asked and counts the bytes. */
export interface CountingFront {
  /** `127.0.0.1:<port>`, as it stands in a reference. */
  readonly host: string;
  readonly requests: readonly LoggedRequest[];
  /** Passes on `count` more chunks; the one after those is neither read nor answered. */
  holdChunkAfter(count: number): void;
  close(): Promise<void>;
}

/** Starts a front on loopback before the registry at `url`. */
export async function startCountingFront(url: URL): Promise<CountingFront> {
  const log = new RequestLog();
  const server = new HttpServer();
  const host = await server.listen(0, '127.0.0.1');
  let passing = Number.POSITIVE_INFINITY;
  server.serve(async (incoming, response) => {
    const entry = log.add(incoming);
    response.once('close', () => {
      entry.ended = true;
      entry.aborted = !response.writableFinished;
    });
    if (incoming.method === 'PATCH') passing -= 1;
    if (passing >= 0) return await pass(incoming, response, { url, entry });
    passing = Number.POSITIVE_INFINITY;
  });
  return {
    host,
    requests: log.entries,
    holdChunkAfter: (count) => {
      passing = count;
    },
    close: () => server.close(),
  };
}

interface Behind {
  readonly url: URL;
  readonly entry: GrowingEntry;
}

/** A client that goes away takes its request to the registry with it; a registry may answer before it was told all. */
async function pass(
  incoming: IncomingMessage,
  response: ServerResponse,
  { url, entry }: Behind,
): Promise<void> {
  const { method, url: path = '/', headers } = incoming;
  const asked = request(new URL(path, url), { method, headers, agent: false });
  incoming.once('close', () => {
    if (!incoming.complete) asked.destroy();
  });
  incoming.on('data', (bytes: Uint8Array) => {
    entry.bytesReceived += bytes.byteLength;
  });
  incoming.pipe(asked);
  const [answer]: IncomingMessage[] = await once(asked, 'response');
  if (!answer) throw new Error('there was no answer');
  entry.status = answer.statusCode;
  response.writeHead(answer.statusCode ?? 500, answer.headers);
  await pipeline(answer, response);
}
