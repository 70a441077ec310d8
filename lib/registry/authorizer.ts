import type { Clock } from '../clock.ts';
import type { CallOptions } from '../content/ports.ts';
import { abortable } from './abortable.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import type { Credentials } from './credentials.ts';
import { RedirectError } from './errors.ts';
import { redact } from './redact.ts';
import { basicAuthorization, fetchToken, type Scope, type TokenService } from './tokens.ts';
import type { Transport } from './transport.ts';

/** Whom to ask, and as whom. */
export interface AuthorizerOptions {
  readonly registry: URL;
  readonly credentials: Credentials | undefined;
  readonly clock: Clock;
  /** The connection for token services, by their origin. */
  readonly transportFor: (url: URL) => Transport;
}

type Scheme =
  | { readonly kind: 'basic' }
  | { readonly kind: 'bearer'; readonly service: TokenService };

interface HeldToken {
  readonly authorization: Promise<string>;
  /** What the promise resolved to, for finding the token that a registry refused. */
  value?: string;
  renewAt: number;
}

/** A token is renewed while a fifth of its life is left, so that none runs out on the way. */
const USED_SHARE = 0.8;

/**
 * Knows how one registry wants to be asked. It learns that from the first
 * refusal; later requests carry what they need at once.
 */
export class Authorizer {
  readonly #options: AuthorizerOptions;
  readonly #tokens = new Map<string, HeldToken>();
  #scheme: Scheme | undefined;

  constructor(options: AuthorizerOptions) {
    this.#options = options;
  }

  /** The value of `Authorization` for `scopes`, `undefined` to ask without. */
  async authorization(scopes: readonly Scope[], options: CallOptions): Promise<string | undefined> {
    const { credentials } = this.#options;
    if (credentials?.kind === 'token') return `Bearer ${credentials.token}`;
    if (this.#scheme?.kind === 'bearer')
      return await this.#bearer(this.#scheme.service, scopes, options);
    if (this.#scheme?.kind === 'basic' && credentials?.kind === 'basic') {
      return basicAuthorization(credentials);
    }
    return undefined;
  }

  /** Learns from a 401 to a request that carried `sent`; resolves to whether asking again has a chance. */
  learn(header: string | readonly string[] | undefined, sent: string | undefined): boolean {
    if (this.#options.credentials?.kind === 'token') return false;
    const scheme = this.#choose(parseChallenges(header));
    if (!scheme) return false;
    this.#scheme = scheme;
    if (scheme.kind === 'basic') {
      return this.#options.credentials?.kind === 'basic' && !sent?.startsWith('Basic ');
    }
    // A token on its way has no value yet, and a request without one does not speak against it.
    if (sent !== undefined) this.#forget(sent);
    return true;
  }

  #choose(challenges: readonly Challenge[]): Scheme | undefined {
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer')?.parameters;
    const realm = bearer?.get('realm');
    if (realm !== undefined) {
      return {
        kind: 'bearer',
        service: { realm: this.#realm(realm), service: bearer?.get('service') },
      };
    }
    return challenges.some(({ scheme }) => scheme === 'basic') ? { kind: 'basic' } : undefined;
  }

  /** Credentials go to the realm, so it must be as trustworthy as the registry that names it. */
  #realm(text: string): URL {
    const { registry } = this.#options;
    const realm = URL.parse(text);
    if (realm?.protocol === 'https:' || realm?.origin === registry.origin) return realm;
    if (
      realm?.protocol === 'http:' &&
      registry.protocol === 'http:' &&
      realm.hostname === registry.hostname
    ) {
      return realm;
    }
    const named = realm ? redact(realm) : JSON.stringify(text.slice(0, 100));
    throw new RedirectError(`${registry.host} asks for tokens from ${named}, which is not https`);
  }

  /** Only the token that was refused: others may have been renewed since that request left. */
  #forget(authorization: string): void {
    for (const [key, { value }] of this.#tokens) {
      if (value === authorization) this.#tokens.delete(key);
    }
  }

  #bearer(
    service: TokenService,
    scopes: readonly Scope[],
    { signal }: CallOptions,
  ): Promise<string> {
    const key = scopes.join(' ');
    const held = this.#tokens.get(key);
    const isFresh = held !== undefined && this.#options.clock.now() < held.renewAt;
    const { authorization } = isFresh ? held : this.#refresh(key, service, scopes);
    return abortable(authorization, signal);
  }

  /** One refresh serves everyone who waits for it, so no caller's abort ends it; a failed one is forgotten. */
  #refresh(key: string, service: TokenService, scopes: readonly Scope[]): HeldToken {
    const { transportFor, credentials, clock } = this.#options;
    const fetched = fetchToken(transportFor(service.realm), {
      service,
      scopes,
      credentials,
      now: clock.now(),
    });
    const held: HeldToken = {
      renewAt: Number.POSITIVE_INFINITY,
      authorization: fetched.then(({ value, expiresInMs }) => {
        held.value = `Bearer ${value}`;
        held.renewAt = clock.now() + expiresInMs * USED_SHARE;
        return held.value;
      }),
    };
    this.#tokens.set(key, held);
    held.authorization.catch(() => this.#tokens.delete(key));
    return held;
  }
}
