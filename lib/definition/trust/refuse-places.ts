import { classOfHost } from '../../oci/address-class.ts';
import { isLayoutText } from '../../oci/layout-name.ts';
import { quoted } from '../../oci/quoted.ts';
import { canonicalRegistry, isHost } from '../../oci/registry-host.ts';
import type { Place } from '../errors.ts';
import type { LocatedDocument, Path } from '../yaml/located-value.ts';
import type { DefinitionTrust } from './permitted-targets.ts';
import type { TrustContext } from './refuse-untrusted.ts';

/**
 * Refuses names of what only the machine knows that reads the definition: folders, and addresses of its
 * networks unless they are declared. No other word of a definition begins like either, wherever it stands.
 */
export function refusePlaces(
  { document, findings }: TrustContext,
  { targets, registries = [] }: DefinitionTrust,
): void {
  const hosts = [...targets.map(({ registry }) => registry), ...registries];
  const declared = new Set(hosts.map((host) => canonicalRegistry(host) ?? host));
  for (const { text, place } of textsOf(document)) {
    if (isLayoutText(text)) {
      const hint = 'name an image on a registry: no folder is known to the stack';
      findings.refuse(place, `${quoted(text)} is a folder`, hint);
    }
    const host = hostOf(text);
    if (host === undefined || declared.has(host) || classOfHost(host) === 'public') continue;
    const hint = 'name a public registry, or declare this one in the stack';
    findings.refuse(place, `${host} is an address of a private network`, hint);
  }
}

/** The host that a name begins with, which a slash follows. */
function hostOf(text: string): string | undefined {
  const [first = '', path] = text.split('/', 2);
  return path !== undefined && isHost(first) ? canonicalRegistry(first) : undefined;
}

interface Text {
  readonly text: string;
  readonly place: Place;
}

function textsOf(document: LocatedDocument): readonly Text[] {
  const texts: Text[] = [];
  const seen = new Set<unknown>();
  const walk = (value: unknown, path: Path) => {
    if (typeof value === 'string') texts.push({ text: value, place: document.placeOf(path) });
    // What an alias repeats is told where it stands first.
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    const isList = Array.isArray(value);
    for (const [key, inner] of Object.entries(value)) {
      const at = [...path, isList ? Number(key) : key];
      if (!isList)
        texts.push({ text: key, place: document.find(at)?.keyPlace ?? document.placeOf(at) });
      walk(inner, at);
    }
  };
  walk(document.value, []);
  return texts;
}
