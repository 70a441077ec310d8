import { type CredentialContext, readCredentials } from '../credentials.ts';
import type { DefinedCredentials, RegistrySettings } from '../definition.ts';
import type { Place } from '../errors.ts';
import { readRegistryKey } from '../registry-key.ts';
import {
  PATH_KEYS,
  type WrittenCredentials,
  type WrittenRegistry,
} from '../schema/registry-schema.ts';
import type { Path } from '../yaml/located-value.ts';
import type { Part } from './sections.ts';

/** Settings by canonical key; keys are checked also where their settings are refused already. */
export function readRegistries(
  registries: readonly Part<WrittenRegistry | undefined>[],
  context: CredentialContext,
): ReadonlyMap<string, RegistrySettings> {
  const settings = new Map<string, RegistrySettings>();
  const firsts = new Map<string, Place>();
  for (const { path, content } of registries) {
    const key = readRegistryKey(path, { ...context, firsts });
    const read = content && readSettings(content, path, context);
    if (key === undefined || !read) continue;
    refuseOfHost(key, read, path, context);
    settings.set(key, read);
  }
  return settings;
}

/** As the settings have them: a list of credentials is two settings. */
const MAY_DIFFER: readonly string[] = [...PATH_KEYS, 'otherCredentials'];

/** A connection belongs to a host, so only what is sent through it can differ by repository. */
function refuseOfHost(
  key: string,
  settings: RegistrySettings,
  path: Path,
  { document, findings }: CredentialContext,
): void {
  const [host, ...rest] = key.split('/');
  if (rest.length === 0) return;
  for (const name of Object.keys(settings).filter((setting) => !MAY_DIFFER.includes(setting))) {
    const place = document.find([...path, name])?.keyPlace ?? document.placeOf(path);
    const message = `${name} is a setting of the whole registry, not of ${key} alone`;
    findings.refuse(place, message, `write it below ${host}`);
  }
}

function readSettings(
  { credentials, ...settings }: WrittenRegistry,
  path: Path,
  context: CredentialContext,
): RegistrySettings {
  const [first, ...others] = readAccounts(credentials, [...path, 'credentials'], context);
  return {
    ...settings,
    ...(first && { credentials: first }),
    ...(others.length > 0 && { otherCredentials: others }),
  };
}

function readAccounts(
  written: WrittenRegistry['credentials'],
  path: Path,
  context: CredentialContext,
): readonly DefinedCredentials[] {
  if (!Array.isArray(written)) return written ? readOne(written, path, context) : [];
  return written.flatMap((one, position) => readOne(one, [...path, position], context));
}

function readOne(
  written: WrittenCredentials,
  path: Path,
  context: CredentialContext,
): readonly DefinedCredentials[] {
  const read = readCredentials(written, path, context);
  return read ? [read] : [];
}
