import { lateAbort } from '../content/late-abort.ts';
import type { CallOptions } from '../content/ports.ts';
import { type RetryPolicy, retrying } from '../content/retry.ts';
import { Authorized, type AuthorizedOptions } from './authorized.ts';
import type { Endpoint } from './endpoint.ts';
import { RedirectError } from './errors.ts';
import { HostHabits } from './host-habits.ts';
import type { HostProfile } from './host-profile.ts';
import type { HostSlots } from './host-slots.ts';
import type { Reach } from './reach.ts';
import { shown } from './redact.ts';
import { isRedirect, MOST_REDIRECTS, redirectTarget } from './redirects.ts';
import { refusalOf } from './refusal-of.ts';
import type { Slots } from './slots.ts';
import type { Scope } from './tokens.ts';
import type { WireRequest, WireResponse } from './transport.ts';

/** Everything that is known of a registry before it was asked. */
export interface RegistryOptions extends AuthorizedOptions {
  /** Shared by everybody who asks at the same host. */
  readonly slots: HostSlots;
  readonly retry: RetryPolicy;
  readonly profile: HostProfile;
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
  /** Redirects that reading follows, by status; every other is the answer. Default: all. */
  readonly follow?: readonly number[];
  readonly headers?: Readonly<Record<string, string>>;
  /** As in `Asked`. */
  readonly shownAs?: string;
  readonly body?: WireRequest['body'];
  /** How long an answer is awaited after an abort, where it names what has to be removed then. Default: 0. */
  readonly graceMs?: number;
}

/** One registry: how it is reached, who asks, and how much at a time. */
export class Registry {
  readonly downloads: Slots;
  readonly uploads: Slots;
  readonly habits: HostHabits;
  readonly #requests: Slots;
  readonly #retry: RetryPolicy;
  readonly #endpoint: Endpoint;
  readonly #authorized: Authorized;
  readonly #credentialsPlace: string | undefined;

  constructor(options: RegistryOptions) {
    const { slots, retry, endpoint, profile } = options;
    this.downloads = slots.downloads;
    this.uploads = slots.uploads;
    this.habits = new HostHabits(profile);
    this.#requests = slots.requests;
    this.#retry = retry;
    this.#endpoint = endpoint;
    this.#authorized = new Authorized(options);
    this.#credentialsPlace = options.credentialsPlace;
  }

  /** The origin of the distribution API, as far as it is known: an insecure registry's may turn out to be plain. */
  get url(): URL {
    return this.#endpoint.url;
  }

  /** As {@link ask}, and again after a failure that may pass. */
  request<T>(
    request: RegistryRequest,
    consume: (response: WireResponse) => T | Promise<T>,
  ): Promise<T> {
    return retrying(() => this.ask(request, consume), this.#retry, request);
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
        now: this.#retry.clock.now(),
        credentialsPlace: this.#credentialsPlace,
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
    const { method, follow } = request;
    const isReading = method === 'GET' || method === 'HEAD';
    const isFollowed = (status: number) =>
      isReading && isRedirect(status) && (follow?.includes(status) ?? true);
    await this.#endpoint.settle(request);
    let url = this.#endpoint.located(request.url);
    let reach: Reach | undefined;
    for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
      const response = await this.#authorized.send({ ...request, url, ...(reach && { reach }) });
      if (!isFollowed(response.status)) return response;
      await response.discard();
      url = redirectTarget(url, response.headers.location, response.shownAs);
      reach = response.leadsTo;
    }
    throw new RedirectError(
      `${shown(request)} redirects more than ${MOST_REDIRECTS} times, lastly to ${url.origin}`,
    );
  }
}
