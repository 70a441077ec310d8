import type { Clock } from '../clock.ts';
import type { CallOptions } from '../content/ports.ts';
import { abortable } from './abortable.ts';
import { type Credentials, currentCredentials, type RenewableCredentials } from './credentials.ts';
import { AuthenticationError } from './errors.ts';
import { fetchToken, type Scope, type TokenService } from './tokens.ts';
import type { Transport } from './transport.ts';

export interface BearerTokensOptions {
  readonly credentials: Credentials | undefined;
  /** As in `RegistriesOptions`. */
  readonly credentialsPlace?: string | undefined;
  readonly clock: Clock;
  /** The connection for token services, by their origin. */
  readonly transportFor: (url: URL) => Pick<Transport, 'send'>;
}

interface Obtained {
  readonly authorization: string;
  readonly renewAt: number;
  /** For whom the token was made. */
  readonly credentials: RenewableCredentials | undefined;
}

interface HeldToken {
  readonly token: Promise<Obtained>;
  /** What the promise resolved to, for finding the token that a registry refused. */
  value?: Obtained;
}

/** A token is renewed while a fifth of its life is left, so that none runs out on the way. */
const USED_SHARE = 0.8;

/** How long a provider is not asked again for an access token, which it keeps itself. */
const OWN_TOKEN_MS = 60_000;

/** The tokens of one registry, each for one set of scopes. */
export class BearerTokens {
  readonly #options: BearerTokensOptions;
  readonly #held = new Map<string, HeldToken>();

  constructor(options: BearerTokensOptions) {
    this.#options = options;
  }

  /** The value of `Authorization` for `scopes`, made by `service` where there is none that is fresh. */
  async authorization(
    service: TokenService,
    scopes: readonly Scope[],
    { signal }: CallOptions,
  ): Promise<string> {
    const held = this.#held.get(scopes.join(' '));
    const isOver = held?.value !== undefined && this.#options.clock.now() >= held.value.renewAt;
    const { token } = held && !isOver ? held : this.#refresh(service, scopes);
    return (await abortable(token, signal)).authorization;
  }

  /**
   * Forgets the token that was refused, and no other: others may have been renewed
   * since that request left. Returns for whom it was made, where it was still kept.
   */
  forget(authorization: string): RenewableCredentials | undefined {
    let credentials: RenewableCredentials | undefined;
    for (const [key, { value }] of this.#held) {
      if (value?.authorization !== authorization) continue;
      this.#held.delete(key);
      credentials = value.credentials;
    }
    return credentials;
  }

  /** One refresh serves everyone who waits for it, so no caller's abort ends it; a failed one is forgotten. */
  #refresh(service: TokenService, scopes: readonly Scope[]): HeldToken {
    const key = scopes.join(' ');
    const held: HeldToken = { token: this.#obtain(service, scopes) };
    this.#held.set(key, held);
    held.token.then(
      (value) => {
        held.value = value;
      },
      () => this.#held.delete(key),
    );
    return held;
  }

  /** A provider whose credentials are refused is asked for others, once. */
  async #obtain(service: TokenService, scopes: readonly Scope[]): Promise<Obtained> {
    const { credentials } = this.#options;
    const current = await currentCredentials(credentials);
    try {
      return await this.#fetch(service, scopes, current);
    } catch (error) {
      if (credentials?.kind !== 'provider' || !current) throw error;
      if (!(error instanceof AuthenticationError) || !credentials.drop(current)) throw error;
      return await this.#fetch(service, scopes, await credentials.current());
    }
  }

  async #fetch(
    service: TokenService,
    scopes: readonly Scope[],
    credentials: RenewableCredentials | undefined,
  ): Promise<Obtained> {
    const { transportFor, clock, credentialsPlace } = this.#options;
    if (credentials?.kind === 'token') {
      const renewAt = clock.now() + OWN_TOKEN_MS;
      return { authorization: `Bearer ${credentials.token}`, renewAt, credentials };
    }
    const request = { service, scopes, credentials, credentialsPlace, now: clock.now() };
    const { value, expiresInMs } = await fetchToken(transportFor(service.realm), request);
    const renewAt = clock.now() + expiresInMs * USED_SHARE;
    return { authorization: `Bearer ${value}`, renewAt, credentials };
  }
}
