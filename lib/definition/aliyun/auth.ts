import { isObject } from '../../oci/json.ts';
import type { CredentialContext } from '../credentials.ts';
import type { RegistrySettings } from '../definition.ts';
import type { Place } from '../errors.ts';
import { readRegistryKey } from '../registry-key.ts';
import type { Path } from '../yaml/located-value.ts';
import { readAliyunLogin } from './login.ts';

/** The logins of the map at `path` by `host` or `host/path`; those left out are recorded. */
export function readAliyunAuth(
  path: Path,
  context: CredentialContext,
): ReadonlyMap<string, RegistrySettings> {
  const { document, findings } = context;
  const section = document.find(path);
  const settings = new Map<string, RegistrySettings>();
  if (!section) return settings;
  if (!isObject(section.value)) {
    const hint = 'write registries with username and password below them';
    findings.refuse(section.place, 'credentials are expected to be a map', hint);
    return settings;
  }
  const firsts = new Map<string, Place>();
  for (const name of Object.keys(section.value)) {
    const key = readRegistryKey([...path, name], { document, findings, firsts });
    const login = readAliyunLogin([...path, name], context);
    if (key !== undefined && login) settings.set(key, login);
  }
  return settings;
}
