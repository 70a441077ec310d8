import { quoted } from '../oci/quoted.ts';

const SECRET_IN_KEY = /^(username|password|token|identityToken|externalId|proxy):.+$/s;

/** A key in quotes, without the secret that a missing space has made part of it. */
export function withoutSecret(key: string): string {
  return quoted(key.replace(SECRET_IN_KEY, '$1:…'));
}

/** Several words as a reader expects them: `one, two or three`. */
export function oneOf(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
