import { isObject, type JsonObject } from '../../oci/json.ts';
import { type CredentialContext, readCredentials } from '../credentials.ts';
import type { RegistrySettings } from '../definition.ts';
import type { Explanation } from '../errors.ts';
import { nearestKey } from '../nearest-key.ts';
import { withoutSecret } from '../spelling.ts';
import type { Path } from '../yaml/located-value.ts';

const KEYS: readonly string[] = ['username', 'password', 'insecure'];

const KNOWN = 'the keys here are username, password and insecure';

/**
 * Reads `username`, `password` and `insecure` below `path`; without the first two, nobody logs in.
 *
 * `undefined` after recording a mistake.
 */
export function readAliyunLogin(
  path: Path,
  context: CredentialContext,
): RegistrySettings | undefined {
  const { document, findings } = context;
  const login = document.find(path)?.value;
  if (!isObject(login)) {
    findings.refuse(document.placeOf(path), 'a login is expected to be a map', KNOWN);
    return undefined;
  }
  const unknown = Object.keys(login).filter((key) => !KEYS.includes(key));
  for (const key of unknown) {
    const { message, hint } = explainUnknown(key);
    const place = document.find([...path, key])?.keyPlace ?? document.placeOf(path);
    findings.refuse(place, message, hint);
  }
  // What is misspelt would be missing as well.
  if (unknown.length > 0) return undefined;
  return { ...readInsecure(path, login, context), ...readPair(path, login, context) };
}

/** What is like no key may be the secret itself. */
function explainUnknown(key: string): Explanation {
  const meant = nearestKey(key.split(':', 1)[0] ?? key, KEYS);
  if (meant === undefined) return { message: 'unknown key', hint: KNOWN };
  const hint = key.startsWith(`${meant}:`) ? 'put a space after the colon' : `write ${meant}`;
  return { message: `unknown key ${withoutSecret(key)}`, hint };
}

function readInsecure(
  path: Path,
  { insecure }: JsonObject,
  { document, findings }: CredentialContext,
): Pick<RegistrySettings, 'insecure'> {
  if (insecure === undefined) return {};
  if (typeof insecure === 'boolean') return { insecure };
  const place = document.placeOf([...path, 'insecure']);
  findings.refuse(place, 'insecure is neither true nor false', 'write true, or remove the line');
  return {};
}

function readPair(
  path: Path,
  login: JsonObject,
  context: CredentialContext,
): Pick<RegistrySettings, 'credentials'> {
  const missing = ['username', 'password'].filter((key) => !Object.hasOwn(login, key));
  if (missing.length === 2) return {};
  if (missing.length === 1) {
    const { document, findings } = context;
    const hint = 'write username and password together, or neither';
    findings.refuse(document.placeOf(path), `${missing.join()} is missing`, hint);
    return {};
  }
  const username = readText([...path, 'username'], context);
  const password = readText([...path, 'password'], context);
  if (username === undefined || password === undefined) return {};
  const credentials = readCredentials({ username, password }, path, context);
  return { ...(credentials && { credentials }) };
}

/** A number without quotes counts as it is spelt: digits make good passwords. */
function readText(path: Path, { document, findings }: CredentialContext): string | undefined {
  const { value, written } = document.find(path) ?? {};
  const text = typeof value === 'number' ? written : value;
  if (typeof text === 'string' && text !== '') return text;
  const found = text === null || text === '' ? 'empty' : 'no string';
  const hint = 'write a string, in quotes where it could be anything else';
  findings.refuse(document.placeOf(path), `${String(path.at(-1))} is ${found}`, hint);
  return undefined;
}
