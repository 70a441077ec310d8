import * as z from 'zod';
import type { Credentials } from '../registry/credentials.ts';
import { CredentialsError } from './errors.ts';

/** One registry's entry under `auths`; `docker login` leaves an empty one where a helper keeps the secret. */
export const dockerConfigEntry = z.object({
  auth: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  identitytoken: z.string().optional(),
  registrytoken: z.string().optional(),
});

export type DockerConfigEntry = z.infer<typeof dockerConfigEntry>;

/** Whether the entry says more than that somebody logged in. */
export function hasSecret(entry: DockerConfigEntry): boolean {
  return Object.values(entry).some(Boolean);
}

/**
 * The credentials that an entry with a secret means. `place` names it in the
 * {@link CredentialsError} thrown for one that is broken.
 *
 * A token outranks a password, since the registries that give identity tokens
 * leave a user name without meaning beside them.
 */
export function credentialsOf(entry: DockerConfigEntry, place: string): Credentials {
  const { auth, username, password, identitytoken, registrytoken } = entry;
  if (registrytoken) return { kind: 'token', token: registrytoken };
  if (identitytoken) return { kind: 'identity-token', token: identitytoken };
  if (auth) return decodeAuth(auth, place);
  if (username && password) return { kind: 'basic', username, password };
  throw broken(
    place,
    username ? 'has a username without a password' : 'has a password without a username',
  );
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The user name ends at the first colon; a password may have more of them: RFC 7617, section 2. */
function decodeAuth(auth: string, place: string): Credentials {
  const text = BASE64.test(auth) ? Buffer.from(auth, 'base64').toString() : '';
  const colon = text.indexOf(':');
  if (colon < 1) throw broken(place, 'has an "auth" that is not username:password in base64');
  return { kind: 'basic', username: text.slice(0, colon), password: text.slice(colon + 1) };
}

function broken(place: string, problem: string): CredentialsError {
  return new CredentialsError(
    `${place} ${problem}`,
    'correct it, or run docker login for that registry again',
  );
}
