/** How clients must identify themselves. */
export type Authentication = BasicAuthentication | BearerAuthentication;

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

export interface BasicAuthentication extends Credentials {
  readonly kind: 'basic';
}

/** Tokens from `/token` on the same server; where no secret is set, anybody gets any. */
export interface BearerAuthentication extends Partial<Credentials> {
  readonly kind: 'bearer';
  /** Exchanged for a token by POST with `grant_type=refresh_token`. */
  readonly identityToken?: string;
  /** How long a token lives; absent, it lives 60 s and nobody says so, as the specification allows. */
  readonly expiresInSeconds?: number;
  /** Whether those without credentials get tokens to pull. */
  readonly anonymousPull?: boolean;
}

/** Reads an `Authorization: Basic` header, `undefined` for any other. */
export function parseBasic(header: string | undefined): Credentials | undefined {
  const [, encoded] = /^basic (.+)$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;

  const [username = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  return { username, password: rest.join(':') };
}

/** Whether `given` is what `expected` asks for; no credentials are never right. */
export function isSame(expected: Partial<Credentials>, given: Partial<Credentials>): boolean {
  return (
    expected.username !== undefined &&
    expected.username === given.username &&
    expected.password === given.password
  );
}
