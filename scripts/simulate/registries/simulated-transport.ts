import {
  Transport,
  type TransportOptions,
  type WireRequest,
  type WireResponse,
} from '../../../lib/registry/transport.ts';
import { SCALE } from '../assumptions.ts';
import type { Machine } from '../machine.ts';
import type { VirtualClock } from '../virtual-clock.ts';
import type { Internet, SiteAnswer } from './site.ts';

export interface SimulatedTransportOptions {
  readonly internet: Internet;
  readonly machine: Machine;
  readonly clock: VirtualClock;
  /** Told of every request when it was answered. */
  readonly trace: TransportOptions['trace'];
}

/** Content comes in so many pieces, so that others have their turn meanwhile. */
const PIECES = 4;

/** Sends requests to who is simulated, through the network of one execution environment. */
export class SimulatedTransport extends Transport {
  readonly #options: SimulatedTransportOptions;

  constructor(options: SimulatedTransportOptions) {
    super();
    this.#options = options;
  }

  override async send(request: WireRequest): Promise<WireResponse> {
    const { internet, machine, clock, trace } = this.#options;
    const { method, url, headers = {}, signal } = request;
    const site = internet(url.host);
    const sent = await received(request.body);
    signal?.throwIfAborted();
    const arriving = { method, url, headers, ...sent };
    await machine.request(site.errand, site.waitMs({ ...arriving, now: clock.now() }));
    signal?.throwIfAborted();
    const answer = site.answer({ ...arriving, now: clock.now() });
    trace?.({ method, url, status: answer.status, durationMs: 0 });
    return this.#response(request, answer);
  }

  #response(request: WireRequest, { status, headers = {}, ...answer }: SiteAnswer): WireResponse {
    const { method, url, shownAs } = request;
    const ending = Promise.withResolvers<void>();
    const { body = new Uint8Array(), isContent = false } = answer;
    const length = { 'content-length': String(body.byteLength) };
    return {
      ...{ method, url, status, leadsTo: 'public' },
      ...(shownAs !== undefined && { shownAs }),
      headers: { ...length, ...headers },
      body: method === 'HEAD' ? NOTHING : this.#pieces(body, isContent, ending.resolve),
      onEnd: (ended) => void ending.promise.then(ended),
      discard: async () => ending.resolve(),
      close: () => ending.resolve(),
    };
  }

  async *#pieces(
    body: Uint8Array,
    isContent: boolean,
    end: () => void,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      if (!isContent) return yield body;
      const length = Math.ceil(body.byteLength / PIECES);
      for (let from = 0; from < body.byteLength; from += length) {
        const piece = body.subarray(from, from + length);
        await this.#options.machine.receive(piece.byteLength * SCALE);
        yield piece;
      }
    } finally {
      end();
    }
  }
}

const NOTHING: AsyncIterable<Uint8Array> = { async *[Symbol.asyncIterator]() {} };

async function received(
  body: WireRequest['body'],
): Promise<{ readonly bodyBytes: number; readonly body: Uint8Array | undefined }> {
  if (body === undefined) return { bodyBytes: 0, body: undefined };
  if (body instanceof Uint8Array) return { bodyBytes: body.byteLength, body };
  let bodyBytes = 0;
  for await (const chunk of body) bodyBytes += chunk.byteLength;
  return { bodyBytes, body: undefined };
}
