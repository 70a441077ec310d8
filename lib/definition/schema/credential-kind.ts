import type { JsonObject } from '../../oci/json.ts';
import type { Explanation } from '../errors.ts';
import type { Path } from '../yaml/located-value.ts';
import { meantKey } from './known-keys.ts';
import { credentialKinds } from './registry-schema.ts';

/** Whether `path` leads to the credentials of a registry, not into them. */
export function leadsToCredentials(path: Path): boolean {
  const [section, , part, position] = path;
  if (section !== 'registries' || part !== 'credentials') return false;
  return path.length === 3 || (path.length === 4 && typeof position === 'number');
}

/** Which of `credentialKinds` is meant by the keys, typos included; `undefined` for none or several. */
export function kindOf(credentials: JsonObject, path: Path): number | undefined {
  const keys = meantKeys(credentials, path);
  const kind = credentialKinds.findIndex(({ shape }) => keys.every((key) => key in shape));
  return keys.length === 0 || kind === -1 ? undefined : kind;
}

/** Why credentials are of no kind. */
export function explainNoKind(credentials: JsonObject, path: Path): Explanation {
  const keys = meantKeys(credentials, path);
  const found = keys.length === 0 ? 'has no known key' : `mixes ${keys.join(', ')}`;
  return {
    message: `credentials ${found}, expected one kind`,
    hint: 'write username with password, token, identityToken, dockerConfig or ecrRole',
  };
}

function meantKeys(credentials: JsonObject, path: Path): readonly string[] {
  return Object.keys(credentials).flatMap((key) => meantKey(key, path) ?? []);
}
