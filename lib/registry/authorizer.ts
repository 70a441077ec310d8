import type { Clock } from '../clock.ts';
import type { CallOptions } from '../content/ports.ts';
import { BearerTokens } from './bearer-tokens.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import { type BasicCredentials, type Credentials, currentCredentials } from './credentials.ts';
import { RedirectError } from './errors.ts';
import { redact } from './redact.ts';
import { basicAuthorization, type Scope, type TokenService } from './tokens.ts';
import type { Transport } from './transport.ts';

/** Whom to ask, and as whom. */
export interface AuthorizerOptions {
  readonly registry: { readonly url: URL };
  readonly credentials: Credentials | undefined;
  /** As in `RegistriesOptions`. */
  readonly credentialsPlace?: string | undefined;
  readonly clock: Clock;
  /** The connection for token services, by their origin. */
  readonly transportFor: (url: URL) => Pick<Transport, 'send'>;
}

type Scheme =
  | { readonly kind: 'basic' }
  | { readonly kind: 'bearer'; readonly service: TokenService };

/**
 * Knows how one registry wants to be asked. It learns that from the first
 * refusal; later requests carry what they need at once.
 */
export class Authorizer {
  readonly #options: AuthorizerOptions;
  readonly #tokens: BearerTokens;
  #scheme: Scheme | undefined;
  /** What `Authorization: Basic` was lastly made of. */
  #lastBasic: BasicCredentials | undefined;

  constructor(options: AuthorizerOptions) {
    this.#options = options;
    this.#tokens = new BearerTokens(options);
  }

  /** The value of `Authorization` for `scopes`, `undefined` to ask without. */
  async authorization(scopes: readonly Scope[], options: CallOptions): Promise<string | undefined> {
    const { credentials } = this.#options;
    if (credentials?.kind === 'token') return `Bearer ${credentials.token}`;
    if (this.#scheme?.kind === 'bearer')
      return await this.#tokens.authorization(this.#scheme.service, scopes, options);
    return this.#scheme?.kind === 'basic' ? await this.#basic(options) : undefined;
  }

  /** Learns from a 401 to a request that carried `sent`; tells whether asking again has a chance. */
  learn(header: string | readonly string[] | undefined, sent: string | undefined): boolean {
    const { credentials } = this.#options;
    if (credentials?.kind === 'token') return false;
    const scheme = this.#choose(parseChallenges(header));
    if (!scheme) return false;
    this.#scheme = scheme;
    if (scheme.kind === 'basic') {
      if (sent?.startsWith('Basic ')) return this.renew(sent);
      return credentials?.kind === 'basic' || credentials?.kind === 'provider';
    }
    // A token on its way has no value yet, and a request without one does not speak against it.
    const refused = sent === undefined ? undefined : this.#tokens.forget(sent);
    // No service makes another one of the same access token.
    return (
      refused?.kind !== 'token' || (credentials?.kind === 'provider' && credentials.drop(refused))
    );
  }

  /** Drops what `sent` was made of where it comes from a provider; tells whether asking again has a chance. */
  renew(sent: string | undefined): boolean {
    const { credentials } = this.#options;
    if (credentials?.kind !== 'provider' || sent === undefined) return false;
    const last = this.#lastBasic;
    const isLast = last !== undefined && basicAuthorization(last) === sent;
    const refused = isLast ? last : this.#tokens.forget(sent);
    return refused === undefined || credentials.drop(refused);
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
    const registry = this.#options.registry.url;
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

  async #basic(options: CallOptions): Promise<string | undefined> {
    const current = await currentCredentials(this.#options.credentials, options);
    if (current?.kind !== 'basic') return undefined;
    this.#lastBasic = current;
    return basicAuthorization(current);
  }
}
