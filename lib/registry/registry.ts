import type { Clock } from '../clock.ts';
import { lateAbort } from '../content/late-abort.ts';
import type { CallOptions } from '../content/ports.ts';
import { type RetryPolicy, retrying } from '../content/retry.ts';
import { SyncerError } from '../errors.ts';
import { Authorizer } from './authorizer.ts';
import type { Credentials } from './credentials.ts';
import { RedirectError } from './errors.ts';
import { redact } from './redact.ts';
import { isRedirect, MOST_REDIRECTS, redirectTarget } from './redirects.ts';
import { refusalOf } from './refusal-of.ts';
import { Slots } from './slots.ts';
import type { Scope } from './tokens.ts';
import type { Transport, WireRequest, WireResponse } from './transport.ts';

/** Everything that is known of a registry before it was asked. */
export interface RegistryOptions {
  /** `https://host[:port]` or `http://host[:port]` of the distribution API. */
  readonly url: URL;
  readonly credentials?: Credentials | undefined;
  /** Requests, downloads and uploads at a time, each. Default: 16 requests, 8 downloads, 8 uploads. */
  readonly maxConnections?: number | undefined;
  /** Reaches this registry, with whatever trust its settings give it. */
  readonly transport: Transport;
  /** Reaches every other origin: token services and blob storage. */
  readonly foreignTransport: Transport;
  readonly retry: RetryPolicy;
}

/** A request of the distribution API, to this registry or to where it redirects. */
export interface RegistryRequest extends CallOptions {
  readonly method: string;
  readonly url: URL;
  /** What the request needs to be allowed, for registries that give out tokens. */
  readonly scopes: readonly Scope[];
  /** Statuses that are an answer; every other is a `RegistryError`. */
  readonly accept: readonly number[];
  /** Statuses of refusals that speak against this request, not against starting over. Default: none. */
  readonly passing?: readonly number[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: WireRequest['body'];
  /** How long an answer is awaited after an abort, where it names what has to be removed then. Default: 0. */
  readonly graceMs?: number;
}

/** One registry: how it is reached, who asks, and how much at a time. */
export class Registry {
  readonly url: URL;
  readonly downloads: Slots;
  readonly uploads: Slots;
  readonly #requests: Slots;
  readonly #options: RegistryOptions;
  readonly #authorizer: Authorizer;
  readonly #clock: Clock;

  constructor(options: RegistryOptions) {
    this.url = options.url;
    this.downloads = new Slots(options.maxConnections ?? 8);
    this.uploads = new Slots(options.maxConnections ?? 8);
    this.#requests = new Slots(options.maxConnections ?? 16);
    this.#options = options;
    this.#clock = options.retry.clock;
    this.#authorizer = new Authorizer({
      registry: options.url,
      credentials: options.credentials,
      clock: this.#clock,
      transportFor: (url) => this.#transportFor(url),
    });
  }

  /** As {@link ask}, and again after a failure that may pass. */
  request<T>(
    request: RegistryRequest,
    consume: (response: WireResponse) => T | Promise<T>,
  ): Promise<T> {
    return retrying(() => this.ask(request, consume), this.#options.retry, request);
  }

  /** Sends a request once and gives `consume` its answer, which is ended when `consume` has ended. */
  async ask<T>(
    request: RegistryRequest,
    consume: (response: WireResponse) => T | Promise<T>,
  ): Promise<T> {
    const { graceMs = 0 } = request;
    const giveBack = await this.#requests.take(request.signal);
    try {
      if (graceMs === 0) return await this.#consumed(request, consume);
      return await lateAbort(request.signal, graceMs, (signal) =>
        this.#consumed({ ...request, signal }, consume),
      );
    } finally {
      giveBack();
    }
  }

  /** Sends a request once, authorised and redirected as needed; the caller must end the answer. */
  async send(request: RegistryRequest): Promise<WireResponse> {
    const response = await this.#follow(request);
    if (request.accept.includes(response.status)) return response;
    const isPassing = request.passing?.includes(response.status) ?? false;
    try {
      throw await refusalOf(response, {
        now: this.#clock.now(),
        ...(isPassing && { retryable: true }),
      });
    } finally {
      await response.discard();
    }
  }

  async #consumed<T>(
    request: RegistryRequest,
    consume: (response: WireResponse) => T | Promise<T>,
  ): Promise<T> {
    const response = await this.send(request);
    try {
      return await consume(response);
    } finally {
      await response.discard();
    }
  }

  async #follow(request: RegistryRequest): Promise<WireResponse> {
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    let { url } = request;
    for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
      const response = await this.#authorized({ ...request, url });
      if (!isReading || !isRedirect(response.status)) return response;
      await response.discard();
      url = redirectTarget(url, response.headers.location);
    }
    throw new RedirectError(
      `${redact(request.url)} redirects more than ${MOST_REDIRECTS} times, lastly to ${redact(url)}`,
    );
  }

  /** Credentials go to the registry's exact origin and nowhere else. */
  async #authorized(request: RegistryRequest): Promise<WireResponse> {
    const transport = this.#transportFor(request.url);
    if (request.url.origin !== this.url.origin) return await transport.send(wire(request));

    const sent = await this.#inAdvance(request);
    const response = await transport.send(wire(request, sent));
    if (response.status !== 401) return response;
    if (!(await this.#learn(response, sent))) return response;
    if (!isRepeatable(request)) {
      throw await refusalOf(response, { now: this.#clock.now(), retryable: true });
    }
    await response.discard();
    return await transport.send(
      wire(request, await this.#authorizer.authorization(request.scopes, request)),
    );
  }

  /** What one repository's challenge has taught may not hold for another, which then challenges itself. */
  async #inAdvance(request: RegistryRequest): Promise<string | undefined> {
    try {
      return await this.#authorizer.authorization(request.scopes, request);
    } catch (error) {
      request.signal?.throwIfAborted();
      if (error instanceof SyncerError && !error.retryable) return undefined;
      throw error;
    }
  }

  async #learn(response: WireResponse, sent: string | undefined): Promise<boolean> {
    try {
      return this.#authorizer.learn(response.headers['www-authenticate'], sent);
    } catch (error) {
      await response.discard();
      throw error;
    }
  }

  #transportFor({ origin }: URL): Transport {
    const { transport, foreignTransport } = this.#options;
    return origin === this.url.origin ? transport : foreignTransport;
  }
}

function isRepeatable({ body }: RegistryRequest): boolean {
  return body === undefined || body instanceof Uint8Array;
}

function wire(
  { method, url, headers, body, signal }: RegistryRequest,
  authorization?: string,
): WireRequest {
  return {
    method,
    url,
    headers: { ...headers, ...(authorization !== undefined && { authorization }) },
    ...(body && { body }),
    ...(signal && { signal }),
  };
}
