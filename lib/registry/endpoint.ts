import type { CallOptions } from '../content/ports.ts';
import { abortable } from './abortable.ts';
import { ConnectionError } from './connection-error.ts';
import type { Transport } from './transport.ts';

export interface EndpointOptions {
  /** `https://host[:port]` or `http://host[:port]` of the distribution API. */
  readonly url: URL;
  /** Whether the registry may turn out to speak no TLS, as Docker allows "insecure" ones. */
  readonly mayBePlain: boolean;
  readonly transport: Pick<Transport, 'send'>;
}

/**
 * Where a registry answers. One that may be plain is asked for its version
 * first: whether it speaks TLS shows there, and holds from then on.
 */
export class Endpoint {
  readonly #written: URL;
  readonly #transport: Pick<Transport, 'send'>;
  #url: URL;
  #settled: Promise<void> | undefined;

  constructor({ url, mayBePlain, transport }: EndpointOptions) {
    this.#written = url;
    this.#url = url;
    this.#transport = transport;
    if (!mayBePlain) this.#settled = Promise.resolve();
  }

  /** The registry's origin, as far as it is known. */
  get url(): URL {
    return this.#url;
  }

  /** Resolves when it is known how the registry answers; a failure is not kept. */
  async settle({ signal }: CallOptions): Promise<void> {
    this.#settled ??= this.#find().catch((error: unknown) => {
      this.#settled = undefined;
      throw error;
    });
    await abortable(this.#settled, signal);
  }

  /** Corrects a URL of this registry that was made before it was settled. */
  located(url: URL): URL {
    if (url.origin !== this.#written.origin || this.#url === this.#written) return url;
    return new URL(url.pathname + url.search, this.#url);
  }

  async #find(): Promise<void> {
    try {
      await this.#probe(this.#written);
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      const plain = new URL(this.#written.href.replace(/^https/, 'http'));
      if (!error.isPlainAnswer && !(await this.#isElsewhere(error, plain))) throw error;
      this.#url = plain;
    }
  }

  /** Without a port the two schemes have ports of their own, of which one may be closed. */
  async #isElsewhere({ code }: ConnectionError, plain: URL): Promise<boolean> {
    if (code !== 'CONNECTION_REFUSED' || this.#written.port !== '') return false;
    return await this.#probe(plain).then(
      () => true,
      () => false,
    );
  }

  async #probe(url: URL): Promise<void> {
    const response = await this.#transport.send({ method: 'GET', url: new URL('/v2/', url) });
    await response.discard();
  }
}
