import * as z from 'zod';
import { parseJson } from '../oci/json.ts';
import { AuthenticationError } from './errors.ts';
import { isLoopback } from './loopback.ts';

/** User name by which a password is the key of a Google service account, to be exchanged for access tokens. */
export const GOOGLE_KEY_USERNAME = '_oauth2_';

/** What of a service account's key file is needed: cloud.google.com/iam/docs/keys-create-delete. */
const keySchema = z.object({
  type: z.literal('service_account'),
  client_email: z.string().min(1),
  private_key: z.string().min(1),
  private_key_id: z.string().optional(),
  token_uri: z.url(),
});

export interface GoogleKey {
  readonly email: string;
  /** PKCS #8 in PEM. */
  readonly privateKey: string;
  readonly keyId: string | undefined;
  /** Where tokens are made: https, or plain on this machine. */
  readonly tokenUrl: URL;
}

const GOOGLE_HOST = /(?:^|\.)gcr\.io$|\.pkg\.dev$/;

/** Whether `host` is one of Google's registries: Container Registry and Artifact Registry. */
export function isGoogleHost(host: string): boolean {
  return GOOGLE_HOST.test(host);
}

/** Reads a key as JSON or as base64 of it. Throws {@link AuthenticationError}, which quotes nothing. */
export function parseGoogleKey(text: string): GoogleKey {
  const json = text.trimStart().startsWith('{') ? text : Buffer.from(text, 'base64').toString();
  const { data } = keySchema.safeParse(parsed(json));
  const tokenUrl = data && URL.parse(data.token_uri);
  if (!data || !tokenUrl) throw unusable('is not the key of a service account');
  const { hostname, protocol } = tokenUrl;
  const isPrivate = protocol === 'http:' && isLoopback(hostname);
  if (protocol !== 'https:' && !isPrivate) throw unusable('names a token_uri that is not https');
  return {
    email: data.client_email,
    privateKey: data.private_key,
    keyId: data.private_key_id,
    tokenUrl,
  };
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** A key that cannot be used; `problem` completes the sentence. */
export function unusable(problem: string): AuthenticationError {
  return new AuthenticationError(
    `the password of ${GOOGLE_KEY_USERNAME} ${problem}`,
    'give the JSON key of a Google service account, as it is or in base64',
  );
}
