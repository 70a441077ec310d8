import type { CallOptions } from '../content/ports.ts';
import type { RetryPolicy } from '../content/retry.ts';
import { SyncerError } from '../errors.ts';
import { Authorizer } from './authorizer.ts';
import type { Credentials } from './credentials.ts';
import { parseDiagnostics } from './diagnostics.ts';
import type { Endpoint } from './endpoint.ts';
import { beginningOf, refusalOf } from './refusal-of.ts';
import type { Scope } from './tokens.ts';
import type { Transport, WireRequest, WireResponse } from './transport.ts';

export interface AuthorizedOptions {
  readonly endpoint: Endpoint;
  readonly credentials?: Credentials | undefined;
  /** As in `RegistriesOptions`. */
  readonly credentialsPlace?: string | undefined;
  /** Reaches this registry, with whatever trust its settings give it. */
  readonly transport: Transport;
  /** Reaches every other origin: token services and blob storage. */
  readonly foreignTransport: Transport;
  readonly retry: Pick<RetryPolicy, 'clock'>;
}

/** A request as it is to be sent, and what it needs to be allowed. */
export interface ScopedRequest extends Omit<WireRequest, 'body'> {
  readonly scopes: readonly Scope[];
  readonly body?: WireRequest['body'];
}

/** Sends single requests, those to the registry's own origin with what they need to be allowed. */
export class Authorized {
  readonly #options: AuthorizedOptions;
  readonly #authorizer: Authorizer;

  constructor(options: AuthorizedOptions) {
    const { endpoint, transport, foreignTransport, credentials, credentialsPlace, retry } = options;
    this.#options = options;
    this.#authorizer = new Authorizer({
      registry: endpoint,
      credentials,
      credentialsPlace,
      clock: retry.clock,
      // A token service on the registry's own host is part of it; any other is trusted as anybody is.
      transportFor: (url) =>
        url.hostname === endpoint.url.hostname ? transport : foreignTransport,
    });
  }

  /** Credentials go to the registry's exact origin and nowhere else. */
  async send(request: ScopedRequest): Promise<WireResponse> {
    const { endpoint, transport, foreignTransport, credentialsPlace, retry } = this.#options;
    if (request.url.origin !== endpoint.url.origin) {
      return await foreignTransport.send(wire(request));
    }
    const sent = await this.#inAdvance(request);
    const answer = await transport.send(wire(request, sent));
    const { response, isWorthRepeating } = await this.#judged(answer, sent);
    if (!isWorthRepeating) return response;
    if (!isRepeatable(request)) {
      const now = retry.clock.now();
      throw await refusalOf(response, { now, retryable: true, credentialsPlace });
    }
    await response.discard();
    return await transport.send(
      wire(request, await this.#authorizer.authorization(request.scopes, request)),
    );
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
  { method, url, headers, body, signal }: ScopedRequest,
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
