import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { Pool } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exchange } from '../../lib/registry/exchange.ts';
import { bytesOf } from '../support/chunks.ts';

const BODY = 'twelve bytes';

let server: Server;
let answer: string;
let pool: Pool;

/** Answers every request with `answer` and ends the connection. */
beforeEach(async () => {
  server = createServer((socket) => socket.once('data', () => socket.end(answer)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  pool = new Pool(`http://127.0.0.1:${address.port}`);
});

afterEach(async () => {
  await pool.destroy();
  server.close();
});

const ask = (signal?: AbortSignal) =>
  exchange(
    pool,
    { path: '/', method: 'GET' },
    { failureOf: (error) => error, ...(signal && { signal }) },
  );

describe('exchange', () => {
  it.each([
    ['a length', `Content-Length: ${BODY.length}\r\n\r\n${BODY}`],
    ['chunks', `Transfer-Encoding: chunked\r\n\r\nc\r\n${BODY}\r\n0\r\n\r\n`],
    ['the end of the connection', `\r\n${BODY}`],
  ])('bears that the connection ends before anybody reads, told by %s', async (_, rest) => {
    answer = `HTTP/1.1 200 OK\r\nConnection: close\r\n${rest}`;
    const { status, body } = await ask();
    while (server.connections > 0) await setImmediate();
    await setImmediate();

    expect(status).toBe(200);
    expect(await bytesOf(body)).toEqual(Buffer.from(BODY));
  });

  it('gives the answer after those that only inform', async () => {
    answer = `HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n`;

    await expect(ask()).resolves.toMatchObject({ status: 204 });
  });

  it('rejects with the reason of an abort, before and after the answer began', async () => {
    const reason = new Error('interrupted');
    answer = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort';
    await expect(ask(AbortSignal.abort(reason))).rejects.toBe(reason);

    const abort = new AbortController();
    const { body } = await ask(abort.signal);
    abort.abort(reason);

    await expect(bytesOf(body)).rejects.toBe(reason);
  });
});
