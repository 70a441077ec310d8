import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Answer } from './answer.ts';
import type { GrowingEntry } from './request-log.ts';

/** Sends `answer` as fast as the client takes it; resolves also when the client has left. */
export async function sendAnswer(
  response: ServerResponse,
  answer: Answer,
  entry: GrowingEntry,
): Promise<void> {
  const { status, headers, body, ending } = answer;
  entry.status = status;
  response.writeHead(status, { 'Docker-Distribution-API-Version': 'registry/2.0', ...headers });
  // What the handler left of the request's body must not hold up the next request.
  response.req.resume();
  if (ending) response.flushHeaders();

  if (!body || entry.method === 'HEAD') {
    if (!ending) response.end();
  } else {
    const content = counted(body.open(), entry);
    // The head is sent, so that only the connection can still say that something failed.
    await pipeline(content, response, { end: !ending }).catch(() => response.destroy());
  }
  if (ending === 'cut') response.socket?.destroySoon();
}

async function* counted(
  content: AsyncIterable<Uint8Array>,
  entry: GrowingEntry,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    entry.bytesSent += chunk.byteLength;
    yield chunk;
  }
}
