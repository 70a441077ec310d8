import type * as z from 'zod';
import type { Explanation } from '../errors.ts';
import { nearestKey } from '../nearest-key.ts';
import { defaultsSchema, definitionSchema, imageSchema } from '../schema.ts';
import { withoutSecret } from '../spelling.ts';
import type { Path } from '../yaml/located-value.ts';
import { credentialKinds, registrySchema } from './registry-schema.ts';
import { referrerFilterSchema } from './settings-schema.ts';
import { selectionSchema } from './tags-schema.ts';

/** Every key that some kind of credentials has. */
const CREDENTIAL_KEYS: readonly string[] = credentialKinds.flatMap(({ shape }) =>
  Object.keys(shape),
);

/** The keys of the map at `path`, without spellings that are only tolerated. */
export function keysAt(path: Path): readonly string[] {
  const [section, , part] = path;
  if (section === 'registries') {
    return part === 'credentials' ? CREDENTIAL_KEYS : keysOf(registrySchema);
  }
  if (path.at(-1) === 'tags') return keysOf(selectionSchema);
  if (path.at(-1) === 'referrers') return keysOf(referrerFilterSchema);
  if (section === 'defaults') return keysOf(defaultsSchema);
  return keysOf(section === 'images' ? imageSchema : definitionSchema);
}

function keysOf({ shape }: z.ZodObject): readonly string[] {
  return Object.keys(shape).filter((key) => shape[key]?.meta()?.['deprecated'] !== true);
}

/** What is wrong with a key that the map at `path` does not have, and what to write instead. */
export function explainUnknownKey(key: string, path: Path): Explanation {
  const keys = keysAt(path);
  const message = `unknown key ${withoutSecret(key)}`;
  if (keys.includes(beforeColon(key))) return { message, hint: 'put a space after the colon' };
  const meant = meantKey(key, path);
  if (meant !== undefined) return { message, hint: `write ${meant}` };
  if (path.length === 0 && keysOf(defaultsSchema).includes(key)) {
    return { message, hint: `write ${key} below defaults` };
  }
  if (path.length === 0 && key === 'auth') {
    return { message, hint: 'write registries, with credentials below each host, or give --auth' };
  }
  if (path[0] !== 'registries') return { message, hint: `the keys here are ${keys.join(', ')}` };
  if (CREDENTIAL_KEYS.includes(key)) return { message, hint: `write ${key} below credentials` };
  // Any other word may be the secret itself.
  return { message: 'unknown key', hint: `the keys here are ${keys.join(', ')}` };
}

/** The key of the map at `path` for which `key` is a likely slip. */
export function meantKey(key: string, path: Path): string | undefined {
  return nearestKey(beforeColon(key), keysAt(path));
}

/** Without a space after its colon, `source:busybox` in braces is one key. */
function beforeColon(key: string): string {
  return key.split(':', 1)[0] ?? key;
}
