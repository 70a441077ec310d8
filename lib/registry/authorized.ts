import type { CallOptions } from '../content/ports.ts';
import type { RetryPolicy } from '../content/retry.ts';
import { SyncerError } from '../errors.ts';
import { Authorizer } from './authorizer.ts';
import { parseChallenges } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import { parseDiagnostics } from './diagnostics.ts';
import { Elsewhere, type ElsewhereOptions } from './elsewhere.ts';
import type { RegistryError } from './errors.ts';
import type { Reach } from './reach.ts';
import { beginningOf, refusalOf } from './refusal-of.ts';
import type { Scope } from './tokens.ts';
import type { WireRequest, WireResponse } from './transport.ts';

export interface AuthorizedOptions extends ElsewhereOptions {
  readonly credentials?: Credentials | undefined;
  /** As in `RegistriesOptions`. */
  readonly credentialsPlace?: string | undefined;
  readonly retry: Pick<RetryPolicy, 'clock'>;
}

/** A request as it is to be sent, and what it needs to be allowed. */
export interface ScopedRequest extends Omit<WireRequest, 'body'> {
  readonly scopes: readonly Scope[];
  readonly body?: WireRequest['body'];
  /** How far whoever redirected there may lead. Absent: nobody did, or the registry itself. */
  readonly reach?: Reach;
}

/** Sends single requests, those to the registry's own origin with what they need to be allowed. */
export class Authorized {
  readonly #options: AuthorizedOptions;
  readonly #authorizer: Authorizer;
  readonly #elsewhere: Elsewhere;

  constructor(options: AuthorizedOptions) {
    const { endpoint, credentials, credentialsPlace, retry } = options;
    const elsewhere = new Elsewhere(options);
    this.#options = options;
    this.#elsewhere = elsewhere;
    this.#authorizer = new Authorizer({
      registry: endpoint,
      credentials,
      credentialsPlace,
      clock: retry.clock,
      transportFor: (url) => elsewhere.tokenTransport(url),
    });
  }

  /** Credentials go to the registry's exact origin and nowhere else. */
  async send(request: ScopedRequest): Promise<WireResponse> {
    const { endpoint } = this.#options;
    if (request.url.origin !== endpoint.url.origin) {
      return await this.#elsewhere.send(wire(request), request.reach);
    }
    const sent = await this.#inAdvance(request);
    const answer = await this.#ask(request, sent);
    const { response, isWorthRepeating } = await this.#judged(answer, sent);
    if (!isWorthRepeating) return response;
    if (!isRepeatable(request)) throw await this.#passing(response);
    await response.discard();
    return await this.#askAgain(request);
  }

  /** A new token that is no valid one speaks of a registry that restarts, or whose clock goes differently. */
  async #askAgain(request: ScopedRequest): Promise<WireResponse> {
    const sent = await this.#authorizer.authorization(request.scopes, request);
    const response = await this.#ask(request, sent);
    const isInvalid = response.status === 401 && saysInvalid(response);
    if (!isInvalid || !(await this.#learn(response, sent))) return response;
    throw await this.#passing(response);
  }

  async #passing(response: WireResponse): Promise<RegistryError> {
    const { credentialsPlace, retry } = this.#options;
    const now = retry.clock.now();
    return await refusalOf(response, { now, retryable: true, credentialsPlace });
  }

  async #ask(request: ScopedRequest, authorization: string | undefined): Promise<WireResponse> {
    const response = await this.#options.transport.send(wire(request, authorization));
    this.#elsewhere.note(response);
    return response;
  }

  /** What one repository's challenge has taught may not hold for another, which then challenges itself. */
  async #inAdvance({ scopes, signal }: ScopedRequest): Promise<string | undefined> {
    const options: CallOptions = signal ? { signal } : {};
    try {
      return await this.#authorizer.authorization(scopes, options);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof SyncerError && !error.retryable) return undefined;
      throw error;
    }
  }

  async #judged(answer: WireResponse, sent: string | undefined): Promise<Judged> {
    if (answer.status === 401) {
      return { response: answer, isWorthRepeating: await this.#learn(answer, sent) };
    }
    const mayBeExpiry = sent !== undefined && EXPIRY_STATUSES.includes(answer.status);
    const isRenewable = this.#options.credentials?.kind === 'provider';
    if (!mayBeExpiry || !isRenewable) return { response: answer, isWorthRepeating: false };
    // HEAD has no body to say why; what is refused for another reason is refused again.
    if (answer.method === 'HEAD') {
      return { response: answer, isWorthRepeating: this.#authorizer.renew(sent) };
    }
    const text = await beginningOf(answer);
    const isWorthRepeating = saysExpired(text) && this.#authorizer.renew(sent);
    return { response: withBody(answer, text), isWorthRepeating };
  }

  async #learn(response: WireResponse, sent: string | undefined): Promise<boolean> {
    try {
      return this.#authorizer.learn(response.headers['www-authenticate'], sent);
    } catch (error) {
      await response.discard();
      throw error;
    }
  }
}

interface Judged {
  readonly response: WireResponse;
  readonly isWorthRepeating: boolean;
}

/** RFC 6750, section 3.1: expired, revoked or malformed, other than a token that does not allow enough. */
function saysInvalid({ headers }: WireResponse): boolean {
  return parseChallenges(headers['www-authenticate']).some(
    ({ parameters }) => parameters.get('error') === 'invalid_token',
  );
}

/** ECR refuses an expired token with 403 DENIED and no challenge, ECR Public with 400 DENIED. */
const EXPIRY_STATUSES: readonly number[] = [400, 403];

function saysExpired(body: string): boolean {
  return parseDiagnostics(body).some(
    ({ code, message = '' }) => code === 'DENIED' && /expired/i.test(message),
  );
}

/** The answer with as much of its body as was read already, which is as much as anybody reads of a refusal. */
function withBody(response: WireResponse, text: string): WireResponse {
  return { ...response, body: once(Buffer.from(text)) };
}

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield chunk;
}

function isRepeatable({ body }: ScopedRequest): boolean {
  return body === undefined || body instanceof Uint8Array;
}

function wire(
  { method, url, shownAs, headers, body, signal }: ScopedRequest,
  authorization?: string,
): WireRequest {
  return {
    method,
    url,
    ...(shownAs !== undefined && { shownAs }),
    headers: { ...headers, ...(authorization !== undefined && { authorization }) },
    ...(body && { body }),
    ...(signal && { signal }),
  };
}
