import { readBounded } from '../content/bounded.ts';
import { readObject } from '../oci/json.ts';
import type { BasicCredentials, RenewableCredentials } from './credentials.ts';
import { inPlace } from './credentials-place.ts';
import { AuthenticationError, ProtocolError } from './errors.ts';
import { redact } from './redact.ts';
import { refusalOf } from './refusal-of.ts';
import type { Transport, WireRequest, WireResponse } from './transport.ts';

/** Where a registry has its tokens made: the parameters of its `Bearer` challenge. */
export interface TokenService {
  readonly realm: URL;
  readonly service: string | undefined;
}

/** What a token allows, such as `repository:library/busybox:pull`. */
export type Scope = string;

/** A token to be asked for. */
export interface TokenRequest {
  readonly service: TokenService;
  readonly scopes: readonly Scope[];
  readonly credentials: RenewableCredentials | undefined;
  /** As in `RegistriesOptions`. */
  readonly credentialsPlace?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** An access token, and how long it may be used from now. */
export interface Token {
  readonly value: string;
  readonly expiresInMs: number;
}

/** Distribution, "Token Authentication Specification": without `expires_in` a token lives so long. */
const DEFAULT_EXPIRY_SECONDS = 60;

const LARGEST_ANSWER_BYTES = 256 * 1024;

/**
 * Asks a token service for an access token, anonymously without credentials.
 *
 * Throws {@link AuthenticationError} where it refuses the credentials.
 */
export async function fetchToken(
  transport: Pick<Transport, 'send'>,
  request: TokenRequest,
): Promise<Token> {
  const asked = wireRequestOf(request);
  const response = await transport.send(asked);
  try {
    if (response.status === 401 || response.status === 403) throw refused(asked, request);
    if (response.status !== 200) throw await refusalOf(response, { now: request.now });
    return await readToken(asked, response);
  } finally {
    await response.discard();
  }
}

function wireRequestOf({ service, scopes, credentials }: TokenRequest): WireRequest {
  if (credentials?.kind === 'identity-token') return exchange(service, scopes, credentials.token);
  const url = new URL(service.realm);
  if (service.service !== undefined) url.searchParams.set('service', service.service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  if (credentials?.kind !== 'basic') return { method: 'GET', url };
  return { method: 'GET', url, headers: { authorization: basicAuthorization(credentials) } };
}

/** Distribution, "OAuth2 Token Authentication": identity tokens are exchanged by POST. */
function exchange(service: TokenService, scopes: readonly Scope[], token: string): WireRequest {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: 'image-syncer',
    refresh_token: token,
    scope: scopes.join(' '),
    ...(service.service !== undefined && { service: service.service }),
  });
  return {
    method: 'POST',
    url: service.realm,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(form.toString()),
  };
}

async function readToken(asked: WireRequest, { body }: WireResponse): Promise<Token> {
  const bytes = await readBounded(body, LARGEST_ANSWER_BYTES, 'the answer of the token service');
  const answer = readObject(bytes);
  const value = answer?.['token'] || answer?.['access_token'];
  if (typeof value !== 'string') {
    throw new ProtocolError(asked, 'the token service answered without a token', {
      passing: !answer,
    });
  }
  const seconds = Number(answer?.['expires_in']) || DEFAULT_EXPIRY_SECONDS;
  return { value, expiresInMs: seconds * 1000 };
}

function refused(
  { url }: WireRequest,
  { credentials, credentialsPlace }: TokenRequest,
): AuthenticationError {
  return credentials
    ? new AuthenticationError(
        `the token service ${redact(url)} refused the credentials`,
        'check user name and password or token, and that they have not expired',
      )
    : new AuthenticationError(
        `the token service ${redact(url)} gives no anonymous access`,
        `check that the repository exists and give credentials for its registry${inPlace(credentialsPlace)}`,
      );
}

/** RFC 7617: the value of `Authorization` for a user name and password. */
export function basicAuthorization({ username, password }: BasicCredentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
