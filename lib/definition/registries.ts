import { canonicalRegistry, isHost } from '../oci/registry-host.ts';
import { type CredentialContext, readCredentials } from './credentials.ts';
import type { RegistrySettings } from './definition.ts';
import type { Place } from './errors.ts';
import type { Path } from './located-value.ts';
import type { WrittenRegistry } from './schema.ts';
import type { Part } from './sections.ts';
import { quoted } from './spelling.ts';

/** Settings by canonical host; hosts are checked also where their settings are refused already. */
export function readRegistries(
  registries: readonly Part<WrittenRegistry | undefined>[],
  context: CredentialContext,
): ReadonlyMap<string, RegistrySettings> {
  const settings = new Map<string, RegistrySettings>();
  const firsts = new Map<string, Place>();
  for (const { path, content } of registries) {
    const host = readHost(path, firsts, context);
    const read = content && readSettings(content, path, context);
    if (host !== undefined && read) settings.set(host, read);
  }
  return settings;
}

function readHost(
  path: Path,
  firsts: Map<string, Place>,
  { document, findings }: CredentialContext,
): string | undefined {
  const written = String(path.at(-1));
  const place = document.find(path)?.keyPlace ?? document.placeOf(path);
  const host = isHost(written) ? canonicalRegistry(written) : undefined;
  if (host === undefined) {
    const hint = 'write host or host:port, such as docker.io, quay.io or registry.internal:5000';
    findings.refuse(place, `${shown(written)} is not the host of a registry`, hint);
    return undefined;
  }
  const first = firsts.get(host);
  if (first === undefined) firsts.set(host, place);
  else {
    const message = `registry ${host} is named twice, in lines ${first.line} and ${place.line}`;
    findings.refuse(place, message, 'put all its settings below one of the two');
  }
  return host;
}

/** A URL may hold a password. */
function shown(host: string): string {
  return host.includes('@') ? 'text with an @' : quoted(host);
}

function readSettings(
  { credentials, ...settings }: WrittenRegistry,
  path: Path,
  context: CredentialContext,
): RegistrySettings {
  const read = credentials && readCredentials(credentials, [...path, 'credentials'], context);
  return { ...settings, ...(read && { credentials: read }) };
}
