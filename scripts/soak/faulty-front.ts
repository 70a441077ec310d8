import { once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { HttpServer } from '../../lib/local/embedded-registry/http-server.ts';
import { cutAfter, paced } from './body-faults.ts';
import type { FaultKind, FrontFault } from './fault-plan.ts';
import { RequestLimit, type RequestLimitOptions } from './request-limit.ts';

export interface FaultyFrontOptions {
  /** Of the registry behind it. */
  readonly url: URL;
  /** What happens to the next request; nothing where it returns `undefined`. */
  readonly nextFault: () => FrontFault | undefined;
  /** Beyond it, it answers 429. */
  readonly limit?: RequestLimitOptions;
  /** Of each request's body; default: as fast as it comes. */
  readonly bytesPerSecond?: number;
}

/** Stands before a registry, passes on what it is asked, and lets some of it go wrong. */
export interface FaultyFront {
  /** `127.0.0.1:<port>`, as it stands in a reference. */
  readonly host: string;
  /** How often each kind of fault has struck. */
  readonly faults: ReadonlyMap<FaultKind, number>;
  /** Paths of manifests that the registry has taken under a tag, whatever the client heard of it. */
  readonly tagged: ReadonlySet<string>;
  /** Bytes of bodies of requests that came through, repetitions included. */
  readonly receivedBytes: number;
  /** Requests with large bodies that are under way. */
  readonly uploads: number;
  /** Lets nothing go wrong any more. */
  recover(): void;
  close(): Promise<void>;
}

/** Beyond it, a request counts as an upload that is worth being killed in. */
const LARGE_BYTES = 8 * 1024 ** 2;

const RETRY_AFTER_SECONDS = 2;

/** Starts a front on loopback; the caller closes it. */
export async function startFaultyFront(options: FaultyFrontOptions): Promise<FaultyFront> {
  const front = new Front(options);
  await front.listen();
  return front;
}

class Front implements FaultyFront {
  host = '';
  readonly faults = new Map<FaultKind, number>();
  readonly tagged = new Set<string>();
  receivedBytes = 0;
  uploads = 0;
  readonly #server = new HttpServer();
  readonly #options: FaultyFrontOptions;
  readonly #limit: RequestLimit | undefined;
  #isSound = false;

  constructor(options: FaultyFrontOptions) {
    this.#options = options;
    this.#limit = options.limit && new RequestLimit(options.limit);
  }

  async listen(): Promise<void> {
    this.host = await this.#server.listen(0, '127.0.0.1');
    this.#server.serve((incoming, response) => this.#serve(incoming, response));
  }

  recover(): void {
    this.#isSound = true;
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  #nextFault(): FrontFault | undefined {
    if (!this.#limit?.isExceeded(performance.now())) return this.#options.nextFault();
    return { kind: 'refuse', status: 429, retryAfterSeconds: RETRY_AFTER_SECONDS };
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = this.#isSound ? undefined : this.#nextFault();
    if (fault) this.faults.set(fault.kind, (this.faults.get(fault.kind) ?? 0) + 1);
    if (fault?.kind === 'refuse') return refuse(response, fault);
    if (fault?.kind === 'pause') await setTimeout(fault.ms);
    const isLarge = Number(incoming.headers['content-length'] ?? 0) > LARGE_BYTES;
    if (isLarge) this.uploads += 1;
    try {
      await this.#pass(incoming, response, fault);
    } finally {
      if (isLarge) this.uploads -= 1;
    }
  }

  /** A client that goes away takes its request to the registry with it. */
  async #pass(
    incoming: IncomingMessage,
    response: ServerResponse,
    fault: FrontFault | undefined,
  ): Promise<void> {
    const { method = '', url: path = '/', headers } = incoming;
    const asked = request(new URL(path, this.#options.url), { method, headers, agent: false });
    const answered = once(asked, 'response');
    response.once('close', () => asked.destroy());
    const sent = pipeline(this.#body(incoming, fault), asked);
    const [[answer]] = await Promise.all([answered, earlyAnswer(sent, answered)]);
    if (method === 'PUT' && isTagPath(path) && answer.statusCode === 201) this.tagged.add(path);
    if (fault?.kind === 'lose') return void incoming.socket.destroy();
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    await pipeline(answerBody(answer, fault), response);
  }

  async *#body(
    incoming: IncomingMessage,
    fault: FrontFault | undefined,
  ): AsyncGenerator<Uint8Array> {
    const all: AsyncIterable<Uint8Array> = incoming.iterator({ destroyOnReturn: false });
    const rate = fault?.kind === 'slow' ? fault.bytesPerSecond : this.#options.bytesPerSecond;
    const body = rate === undefined ? all : paced(all, rate);
    const most = fault?.kind === 'cut-request' ? fault.afterBytes : Number.POSITIVE_INFINITY;
    for await (const chunk of cutAfter(body, most)) {
      this.receivedBytes += chunk.byteLength;
      yield chunk;
    }
  }
}

/** A registry may answer before it was told all; what then becomes of the rest is nobody's concern. */
async function earlyAnswer(sent: Promise<void>, answered: Promise<unknown>): Promise<void> {
  await Promise.race([sent, answered]);
  sent.catch(() => {});
}

function answerBody(
  answer: IncomingMessage,
  fault: FrontFault | undefined,
): AsyncIterable<Uint8Array> {
  switch (fault?.kind) {
    case 'slow':
      return paced(answer, fault.bytesPerSecond);
    case 'cut-answer':
      return cutAfter(answer, fault.afterBytes);
    default:
      return answer;
  }
}

function refuse(
  response: ServerResponse,
  { status, retryAfterSeconds }: Extract<FrontFault, { kind: 'refuse' }>,
): void {
  const wait = retryAfterSeconds === undefined ? {} : { 'Retry-After': String(retryAfterSeconds) };
  response.writeHead(status, { Connection: 'close', ...wait }).end('a fault refuses this');
}

/** Whether a path is of a manifest by its tag. */
function isTagPath(path: string): boolean {
  return /\/manifests\/[^/:]+$/.test(path);
}
