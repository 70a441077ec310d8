import { lookup } from 'node:dns';
import type { IncomingHttpHeaders } from 'node:http';
import { type Dispatcher, errors } from 'undici';
import type { CallOptions } from '../content/ports.ts';
import { SyncerError } from '../errors.ts';
import { classOfAddress } from '../oci/address-class.ts';
import { AddressRefusedError } from './address-error.ts';
import { ConnectionError } from './connection-error.ts';
import type { Asked } from './errors.ts';
import { type Answer, exchange } from './exchange.ts';
import { type AddressRules, OutOfReach } from './guarded-connector.ts';
import { type Lead, lesser, type Reach } from './reach.ts';
import { ReadBuffers } from './read-buffers.ts';
import { type Route, Routes, type TlsIdentity } from './routes.ts';
import { COMMIT_TIMEOUT_MS, IDLE_TIMEOUT_MS } from './timeouts.ts';
import { watched } from './watched.ts';

/** How connections are made, and how long they may be silent. */
export interface TransportOptions extends Partial<AddressRules> {
  /** Accepts any certificate. Default: false. */
  readonly insecure?: boolean;
  /** Whom to trust and who we are, where that is not as usual. */
  readonly tls?: TlsIdentity | undefined;
  /** The proxy for a URL, `undefined` to go there directly. Default: directly everywhere. */
  readonly proxyOf?: (url: URL) => URL | undefined;
  /** Longest silence while a connection, an answer or more of a body is awaited. Default: {@link IDLE_TIMEOUT_MS}. */
  readonly idleTimeoutMs?: number;
  /** Longest silence after the last byte of an upload. Default: {@link COMMIT_TIMEOUT_MS}. */
  readonly commitTimeoutMs?: number;
  /** Shared by those who send what others read. Default: its own. */
  readonly buffers?: ReadBuffers;
  /** Told of every request when its answer begins or fails. */
  readonly trace?: (exchange: TracedExchange) => void;
}

/** One request and what came of it; {@link shown} makes its URL printable. */
export interface TracedExchange extends Asked {
  /** `undefined` where no answer came. */
  readonly status: number | undefined;
  readonly durationMs: number;
}

export interface WireRequest extends Asked, CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** An iterable is sent once: whoever gave it decides whether to send it again. Its chunks are given away, and read by nobody else then. */
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
  /** Who led us there. Absent: the host was named by whom we work for, and may be anywhere. */
  readonly lead?: Lead | undefined;
}

/** An answer whose `body` must be read to its end or closed. */
export interface WireResponse extends Asked {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: AsyncIterable<Uint8Array>;
  /** How far whoever answered may lead. */
  readonly leadsTo: Reach;
  /** Calls `ended` when the body was read to its end or closed, at once when it has been. */
  onEnd(ended: () => void): void;
  /** Ends the answer: a short rest is read so that the connection can be used again. */
  discard(): Promise<void>;
  /** Breaks the answer off, and the connection with it. */
  close(): void;
}

/** What reading an unwanted rest may cost before a new connection is cheaper. */
const CHEAP_REST_BYTES = 64 * 1024;

/** Sends single requests over kept-alive connections; neither retries nor redirects. */
export class Transport {
  readonly #routes: Routes;
  readonly #idleTimeoutMs: number;
  readonly #commitTimeoutMs: number;
  readonly #buffers: ReadBuffers;
  readonly #trace: TransportOptions['trace'];

  constructor({
    insecure = false,
    tls,
    proxyOf = () => undefined,
    idleTimeoutMs = IDLE_TIMEOUT_MS,
    commitTimeoutMs = COMMIT_TIMEOUT_MS,
    buffers = new ReadBuffers(),
    trace,
    lookup: lookUp = lookup,
    classOf = classOfAddress,
  }: TransportOptions = {}) {
    this.#buffers = buffers;
    this.#trace = trace;
    this.#idleTimeoutMs = idleTimeoutMs;
    this.#commitTimeoutMs = commitTimeoutMs;
    const addresses = { lookup: lookUp, classOf };
    this.#routes = new Routes({ insecure, tls, proxyOf, idleTimeoutMs, buffers, ...addresses });
  }

  /** Throws {@link ConnectionError} when no answer comes, and the body's own error when that failed. */
  send(request: WireRequest): Promise<WireResponse> {
    const { body } = request;
    if (body === undefined || body instanceof Uint8Array) return this.#exchange(request, body);
    return this.#exchangeStream(request, body);
  }

  /** Breaks off whatever is in flight. */
  async close(): Promise<void> {
    await this.#routes.close();
  }

  /** Silence while the body is taken and silence before the answer have limits of their own. */
  async #exchangeStream(
    request: WireRequest,
    body: AsyncIterable<Uint8Array>,
  ): Promise<WireResponse> {
    const stall = new AbortController();
    const { signal: outer } = request;
    const signal = outer ? AbortSignal.any([outer, stall.signal]) : stall.signal;
    const taken = watched(body, {
      idleTimeoutMs: this.#idleTimeoutMs,
      onStall: () => stall.abort(new ConnectionError(request, new errors.BodyTimeoutError())),
      onTaken: (chunk) => this.#buffers.sent(chunk),
    });
    return await this.#exchange({ ...request, signal }, taken, this.#commitTimeoutMs);
  }

  async #exchange(
    request: WireRequest,
    body: WireRequest['body'],
    headersTimeout = this.#idleTimeoutMs,
  ): Promise<WireResponse> {
    const { method, url, signal, headers } = request;
    const startedAt = performance.now();
    const route = this.#routeOf(request);
    let status: number | undefined;
    try {
      const answer = await exchange(
        route.pool,
        {
          path: route.pathOf(url),
          method: method as Dispatcher.HttpMethod,
          headers: {
            'accept-encoding': 'identity',
            'user-agent': 'image-syncer',
            ...headers,
            ...route.headersFor(url),
          },
          headersTimeout,
          // undici closes the connection after a HEAD unless told otherwise, for servers that send it a body.
          reset: false,
          ...(body && { body: body as Dispatcher.DispatchOptions['body'] & object }),
        },
        { failureOf: (error) => failureOf(request, error), ...(signal && { signal }) },
      );
      status = answer.status;
      const response = wireResponse(request, answer, route.leadsTo());
      const refusal = route.refusalOf(url, status);
      if (!refusal) return response;
      await response.discard();
      throw refusal;
    } catch (error) {
      throw failureOf(request, route.failureOf(url, error));
    } finally {
      this.#trace?.({ ...askedOf(request), status, durationMs: performance.now() - startedAt });
    }
  }

  #routeOf(request: WireRequest): Route {
    try {
      return this.#routes.to(request.url, request.lead?.reach ?? 'reserved');
    } catch (error) {
      throw failureOf(request, error);
    }
  }
}

function wireResponse(
  request: WireRequest,
  { status, headers, body }: Answer,
  leadsTo: Reach = 'public',
): WireResponse {
  return {
    ...askedOf(request),
    status,
    headers,
    leadsTo: lesser(leadsTo, request.lead?.reach),
    body,
    onEnd: (ended) => void body.over.then(ended),
    discard: () => body.discard(CHEAP_REST_BYTES),
    close: () => body.close(),
  };
}

/** Without what was sent. */
function askedOf({ method, url, shownAs }: Asked): Asked {
  return { method, url, ...(shownAs !== undefined && { shownAs }) };
}

function failureOf(request: WireRequest, error: unknown): unknown {
  if (request.signal?.aborted) return request.signal.reason;
  if (error instanceof OutOfReach && request.lead) {
    return new AddressRefusedError(request, request.lead, error);
  }
  // An invalid argument was never sent: a defect, or credentials that no header can carry.
  const isOwnWord = error instanceof SyncerError || error instanceof errors.InvalidArgumentError;
  return isOwnWord ? error : new ConnectionError(request, error);
}
