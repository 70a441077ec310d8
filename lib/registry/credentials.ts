import type { CallOptions } from '../content/ports.ts';

/** A user name and its password. */
export interface BasicCredentials {
  readonly kind: 'basic';
  readonly username: string;
  readonly password: string;
}

/** Exchanged for access tokens at the registry's token service, as `docker login` stores it. */
export interface IdentityToken {
  readonly kind: 'identity-token';
  readonly token: string;
}

/** Sent as it is, as `Authorization: Bearer`. */
export interface AccessToken {
  readonly kind: 'token';
  readonly token: string;
}

/** Credentials that a provider can have: they answer a challenge, an access token too. */
export type RenewableCredentials = BasicCredentials | IdentityToken | AccessToken;

/** What a registry is told about who asks; absent credentials mean anonymous. */
export type Credentials = RenewableCredentials | CredentialProvider;

/**
 * Gives credentials that expire. It keeps those that it has until shortly before
 * their end, and asks for others once however many wait for them.
 */
export interface CredentialProvider {
  readonly kind: 'provider';
  /** The credentials that hold now, `undefined` to be anonymous. */
  current(options?: CallOptions): Promise<RenewableCredentials | undefined>;
  /**
   * Forgets `refused`, unless they have been replaced already. Returns whether there are others
   * then: credentials that have just been issued are not renewed, since age is not their fault.
   */
  drop(refused: RenewableCredentials): boolean;
}

/** Who answers a challenge now: nobody where there are no credentials, or an access token of our own, which needs none. */
export async function currentCredentials(
  credentials: Credentials | undefined,
  options?: CallOptions,
): Promise<RenewableCredentials | undefined> {
  if (credentials?.kind === 'provider') return await credentials.current(options);
  return credentials?.kind === 'token' ? undefined : credentials;
}
