import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { PullLimit, type PullLimitOptions } from './pull-limit.ts';

export interface LimitedFrontOptions extends PullLimitOptions {
  /** Names of those who may ask, with any password; each has the limit for itself. Absent: everybody, together. */
  readonly accounts?: readonly string[];
  /** Repositories that a name alone sees; everybody else is answered 404. */
  readonly seenBy?: Readonly<Record<string, string>>;
}

/** What is said of a request. */
export interface FrontRequest {
  readonly method: string;
  readonly path: string;
  readonly account: string;
  readonly status: number;
}

/** Stands before a registry and limits how many manifests are read there, as Docker Hub does. */
export interface LimitedFront {
  /** `127.0.0.1:<port>`, as it stands in a reference. */
  readonly host: string;
  readonly requests: readonly FrontRequest[];
  /** How many requests were answered 429. */
  readonly refused: number;
  close(): Promise<void>;
}

/** Starts a front on loopback that passes on to the registry at `url` what its limit allows. */
export async function startLimitedFront(
  url: URL,
  options: LimitedFrontOptions,
): Promise<LimitedFront> {
  const requests: FrontRequest[] = [];
  const limits = new Map<string, PullLimit>();
  const server = createServer((incoming, response) => {
    const account = accountOf(incoming);
    const limit = limits.get(account) ?? new PullLimit(options);
    limits.set(account, limit);
    const { method = '', url: path = '' } = incoming;
    const isPull = method === 'GET' && path.includes('/manifests/');
    response.once('close', () => {
      requests.push({ method, path, account, status: response.statusCode });
    });
    const refusal = refusalOf(path, account, options);
    if (refusal !== undefined) return void refuse(response, refusal, CHALLENGE);
    const { isGranted, headers } = isPull ? limit.pull() : { isGranted: true, headers: {} };
    if (!isGranted) return void refuse(response, 429, headers);
    pass(incoming, response, { url, headers }).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return {
    host: `127.0.0.1:${address.port}`,
    requests,
    get refused() {
      return requests.filter(({ status }) => status === 429).length;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const CHALLENGE = { 'www-authenticate': 'Basic realm="limited"' };

function refusalOf(
  path: string,
  account: string,
  { accounts, seenBy = {} }: LimitedFrontOptions,
): number | undefined {
  if (accounts && !accounts.includes(account)) return 401;
  const [, seer] = Object.entries(seenBy).find(([name]) => path.startsWith(`/v2/${name}/`)) ?? [];
  return seer === undefined || seer === account ? undefined : 404;
}

function refuse(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
): void {
  response.writeHead(status, headers).end('refused');
}

function accountOf({ headers }: IncomingMessage): string {
  const [, encoded = ''] = headers.authorization?.split(' ') ?? [];
  return Buffer.from(encoded, 'base64').toString().split(':', 1)[0] || 'anonymous';
}

interface Behind {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

async function pass(
  incoming: IncomingMessage,
  response: ServerResponse,
  { url, headers }: Behind,
): Promise<void> {
  const { method, url: path, headers: sent } = incoming;
  const { authorization: _, ...others } = sent;
  const asked = request(new URL(path ?? '/', url), { method, headers: others, agent: false });
  const answered: Promise<IncomingMessage[]> = once(asked, 'response');
  await pipeline(incoming, asked);
  const [answer] = await answered;
  if (!answer) throw new Error('there was no answer');
  response.writeHead(answer.statusCode ?? 500, { ...answer.headers, ...headers });
  await pipeline(answer, response);
}
