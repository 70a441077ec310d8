import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** What happens to a request: refused before it is done, or done without that anybody is told. */
export type DynamoDbMishap = 'conflict' | 'throttled' | 'broken' | 'lost';

/** Decides by the operation, such as `TransactWriteItems`, and how many of it there were before. */
export type PlanMishap = (operation: string, before: number) => DynamoDbMishap | undefined;

/** Stands before DynamoDB Local, which never conflicts, throttles or fails. */
export interface DynamoDbFront {
  readonly endpoint: string;
  /** How many requests there were of each operation. */
  readonly requests: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** Starts a front on loopback that passes requests on to `endpoint`, but for those that `plan` has something for. */
export async function startDynamoDbFront(
  endpoint: string,
  plan: PlanMishap,
): Promise<DynamoDbFront> {
  const requests = new Map<string, number>();
  const server = createServer((request, response) => {
    const operation = operationOf(request);
    const before = requests.get(operation) ?? 0;
    requests.set(operation, before + 1);
    serve(request, response, { endpoint, mishap: plan(operation, before) }).catch(() =>
      response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function operationOf({ headers }: IncomingMessage): string {
  return String(headers['x-amz-target']).split('.').at(-1) ?? '';
}

interface Fate {
  readonly endpoint: string;
  readonly mishap: DynamoDbMishap | undefined;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { endpoint, mishap }: Fate,
): Promise<void> {
  const body = await buffer(request);
  if (mishap !== undefined && mishap !== 'lost') return refuse(response, mishap, body);
  const { host: _, connection: __, ...headers } = request.headers;
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: Object.entries(headers).map(([name, value]) => [name, String(value)]),
    body: new Uint8Array(body),
  });
  const answered = await answer.bytes();
  if (mishap === 'lost') return void response.destroy();
  const type = answer.headers.get('content-type') ?? 'application/x-amz-json-1.0';
  response.writeHead(answer.status, { 'content-type': type }).end(answered);
}

const REFUSALS = {
  conflict: [400, 'TransactionCanceledException'],
  throttled: [400, 'ProvisionedThroughputExceededException'],
  broken: [500, 'InternalServerError'],
} as const;

/** As DynamoDB words it: docs.aws.amazon.com/amazondynamodb, "TransactWriteItems". */
function refuse(response: ServerResponse, mishap: keyof typeof REFUSALS, body: Buffer): void {
  const [status, name] = REFUSALS[mishap];
  const { TransactItems = [] } = JSON.parse(body.toString());
  const [, ...others] = TransactItems;
  const conflict = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };
  const answer = {
    __type: `com.amazonaws.dynamodb.v20120810#${name}`,
    message: mishap,
    ...(mishap === 'conflict' && {
      CancellationReasons: [conflict, ...others.map(() => ({ Code: 'None' }))],
    }),
  };
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(answer));
}
