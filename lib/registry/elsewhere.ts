import type { CallOptions } from '../content/ports.ts';
import type { Endpoint } from './endpoint.ts';
import { lesser, type Reach } from './reach.ts';
import type { Transport, WireRequest, WireResponse } from './transport.ts';

export interface ElsewhereOptions {
  readonly endpoint: Endpoint;
  /** Reaches the registry, with whatever trust its settings give it. */
  readonly transport: Transport;
  /** Reaches every other origin: token services and blob storage. */
  readonly foreignTransport: Transport;
  /** Whether the registry may lead to private addresses wherever it is itself. Default: false. */
  readonly privateAddresses?: boolean | undefined;
}

/**
 * Sends requests to where one registry leads: no further into private networks than the registry is in
 * them itself. What counts is the address that it answered from, since that is proven where TLS is.
 */
export class Elsewhere {
  readonly #options: ElsewhereOptions;
  #registryLeadsTo: Reach | undefined;

  constructor(options: ElsewhereOptions) {
    this.#options = options;
  }

  /** Takes note of where the registry itself answered from. */
  note({ leadsTo }: Pick<WireResponse, 'leadsTo'>): void {
    this.#registryLeadsTo = lesser(leadsTo, this.#registryLeadsTo);
  }

  /** The way to a token service: one on the registry's own host is part of it, any other is trusted as anybody is. */
  tokenTransport({ origin, hostname }: URL): Pick<Transport, 'send'> {
    const { endpoint, transport, foreignTransport } = this.#options;
    if (origin === endpoint.url.origin) return transport;
    const through = hostname === endpoint.url.hostname ? transport : foreignTransport;
    return { send: (request) => this.#send(request, through) };
  }

  /** `reach` is how far whoever redirected there may lead. Absent: the registry led there itself. */
  send(request: WireRequest, reach?: Reach): Promise<WireResponse> {
    return this.#send(request, this.#options.foreignTransport, reach);
  }

  async #send(request: WireRequest, through: Transport, reach?: Reach): Promise<WireResponse> {
    const { endpoint } = this.#options;
    const lead = { by: endpoint.url.host, reach: await this.#reach(request, reach) };
    return await through.send({ ...request, lead });
  }

  async #reach({ signal }: CallOptions, reach: Reach | undefined): Promise<Reach> {
    if (this.#options.privateAddresses) return 'loopback';
    return reach ?? this.#registryLeadsTo ?? (await this.#ask({ ...(signal && { signal }) }));
  }

  /** An upload that is resumed may lead elsewhere before the registry itself was asked anything. */
  async #ask(options: CallOptions): Promise<Reach> {
    const { endpoint, transport } = this.#options;
    const url = new URL('/v2/', endpoint.url);
    const response = await transport.send({ ...options, method: 'GET', url });
    this.note(response);
    await response.discard();
    return response.leadsTo;
  }
}
