import { text } from 'node:stream/consumers';
import { HttpServer } from '../../../lib/local/embedded-registry/http-server.ts';

/** What Lambda answers to an invocation. */
export interface LambdaAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Lambda on loopback, as far as a test calls a function. */
export interface Lambda {
  /** For `AWS_ENDPOINT_URL_LAMBDA`. */
  readonly endpoint: string;
  /** Functions and what they were called with, in that order. */
  readonly invocations: readonly { readonly name: string; readonly payload: unknown }[];
  /** Of each of them, `Event` where nobody waits for an answer. */
  readonly invocationTypes: readonly unknown[];
  /** What every function answers from now on. */
  answer(answer: LambdaAnswer): void;
  close(): Promise<void>;
}

const INVOCATIONS = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

export async function startLambda(): Promise<Lambda> {
  const invocations: { name: string; payload: unknown }[] = [];
  const invocationTypes: unknown[] = [];
  const server = new HttpServer();
  const host = await server.listen(0, '127.0.0.1');
  let next: LambdaAnswer = { body: null };
  server.serve(async (request, response) => {
    const [, name = ''] = INVOCATIONS.exec(request.url ?? '') ?? [];
    invocationTypes.push(request.headers['x-amz-invocation-type']);
    invocations.push({ name, payload: JSON.parse(await text(request)) });
    const { status = 200, headers = {}, body } = next;
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  return {
    endpoint: `http://${host}`,
    invocations,
    invocationTypes,
    answer: (answer) => {
      next = answer;
    },
    close: () => server.close(),
  };
}
