import type { Clock } from '../clock.ts';
import { readBounded } from '../content/bounded.ts';
import { readObject } from '../oci/json.ts';
import { AuthenticationError, ProtocolError } from './errors.ts';
import { ExpiringCredentials, type IssuedCredentials } from './expiring-credentials.ts';
import { type GoogleKey, parseGoogleKey, unusable } from './google-key.ts';
import { redact } from './redact.ts';
import { refusalOf } from './refusal-of.ts';
import type { Transport, WireRequest } from './transport.ts';

export interface GoogleOptions {
  /** Reaches the token service. */
  readonly transport: Transport;
  readonly clock: Clock;
}

/** Allows to read and to write, as far as the account's roles do. */
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Longest life that Google gives an assertion, and the usual one of a token. */
const LIFE_SECONDS = 3600;

/** Left of a token's life when it is renewed. */
const MARGIN_MS = 5 * 60 * 1000;

/**
 * Who we are to Google's registries by a service account's key, given as JSON or base64:
 * cloud.google.com/artifact-registry/docs/docker/authentication, "access token".
 */
export function createGoogleCredentials(key: string, options: GoogleOptions): ExpiringCredentials {
  const parsed = parseGoogleKey(key);
  return new ExpiringCredentials(() => exchange(parsed, options), options.clock);
}

/** RFC 7523, section 2.1: a signed assertion is exchanged for an access token. */
async function exchange(
  key: GoogleKey,
  { transport, clock }: GoogleOptions,
): Promise<IssuedCredentials> {
  const now = clock.now();
  const asked = requestOf(key, await assertionOf(key, Math.floor(now / 1000)));
  const response = await transport.send(asked);
  try {
    if ([400, 401, 403].includes(response.status)) throw refused(key);
    if (response.status !== 200) throw await refusalOf(response, { now });
    const bytes = await readBounded(response.body, 64 * 1024, 'the answer of the token service');
    const answer = readObject(bytes);
    const password = answer?.['access_token'];
    if (typeof password !== 'string') {
      throw new ProtocolError(asked, 'answered without a token', { passing: !answer });
    }
    const lifeMs = (Number(answer?.['expires_in']) || LIFE_SECONDS) * 1000;
    const renewAt = now + Math.max(lifeMs - MARGIN_MS, lifeMs / 2);
    return { credentials: { kind: 'basic', username: 'oauth2accesstoken', password }, renewAt };
  } finally {
    await response.discard();
  }
}

async function assertionOf(
  { email, keyId, privateKey, tokenUrl }: GoogleKey,
  now: number,
): Promise<string> {
  // Few definitions have such a key, and every start would pay for the library.
  const { importPKCS8, SignJWT } = await import('jose');
  const signer = await importPKCS8(privateKey, 'RS256').catch(() => {
    throw unusable('holds a private_key that is none');
  });
  return await new SignJWT({ scope: SCOPE })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(keyId !== undefined && { kid: keyId }) })
    .setIssuer(email)
    .setAudience(tokenUrl.href)
    .setIssuedAt(now)
    .setExpirationTime(now + LIFE_SECONDS)
    .sign(signer);
}

function requestOf({ tokenUrl }: GoogleKey, assertion: string): WireRequest {
  return {
    method: 'POST',
    url: tokenUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(new URLSearchParams({ grant_type: GRANT_TYPE, assertion }).toString()),
  };
}

function refused({ email, tokenUrl }: GoogleKey): AuthenticationError {
  return new AuthenticationError(
    `the token service ${redact(tokenUrl)} refused the key of ${email}`,
    'check that the key has been neither deleted nor disabled, and the clock of this machine',
  );
}
