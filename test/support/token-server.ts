import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

/** A request, with its body read. */
export interface AskedForToken {
  readonly method: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What is answered to the n-th request. */
export type TokenAnswer = (
  asked: AskedForToken,
  count: number,
) => { status?: number; body: unknown };

/** An HTTP server on loopback that answers everything by one function, and remembers what it was asked. */
export class TokenServer {
  readonly asked: AskedForToken[] = [];
  readonly #server = createServer();
  #port = 0;

  static async start(answer: TokenAnswer): Promise<TokenServer> {
    const tokens = new TokenServer();
    tokens.#server.on('request', async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString();
      const asked = { method: request.method, headers: request.headers, body };
      tokens.asked.push(asked);
      const { status = 200, body: given } = answer(asked, tokens.asked.length);
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(typeof given === 'string' ? given : JSON.stringify(given));
    });
    tokens.#server.listen(0, '127.0.0.1');
    await once(tokens.#server, 'listening');
    const address = tokens.#server.address();
    if (typeof address === 'object' && address) tokens.#port = address.port;
    return tokens;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
