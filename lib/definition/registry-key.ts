import { quoted } from '../oci/quoted.ts';
import { parseReference } from '../oci/reference.ts';
import { canonicalRegistry, isHost } from '../oci/registry-host.ts';
import type { Place } from './errors.ts';
import type { Findings } from './findings.ts';
import type { LocatedDocument, Path } from './yaml/located-value.ts';

/** What the keys of one map of registries are read against. */
export interface RegistryKeyContext {
  readonly document: LocatedDocument;
  readonly findings: Findings;
  /** Where each key was first; filled by {@link readRegistryKey}. */
  readonly firsts: Map<string, Place>;
}

/**
 * The key that ends `path`, `host` or `host/path`, with the host as references spell it and no slash at its end.
 *
 * `undefined` after recording that it is neither; that it is named twice is recorded too.
 */
export function readRegistryKey(path: Path, context: RegistryKeyContext): string | undefined {
  const { document, findings, firsts } = context;
  const written = String(path.at(-1));
  const place = document.find(path)?.keyPlace ?? document.placeOf(path);
  const key = parseKey(written, place, findings);
  if (key === undefined) return undefined;
  const first = firsts.get(key);
  if (first === undefined) firsts.set(key, place);
  else {
    const message = `registry ${key} is named twice, in lines ${first.line} and ${place.line}`;
    findings.refuse(place, message, 'put all its settings below one of the two');
  }
  return key;
}

function parseKey(written: string, place: Place, findings: Findings): string | undefined {
  const [host = '', ...path] = written.replace(/\/+$/, '').split('/');
  const registry = isHost(host) ? canonicalRegistry(host) : undefined;
  if (registry === undefined || /[@:]/.test(path.join())) {
    const hint =
      'write host or host:port, such as docker.io or registry.internal:5000, and the beginning of a repository after it where not all of them are meant';
    findings.refuse(place, `${quoted(written)} is not the host of a registry`, hint);
    return undefined;
  }
  if (path.length === 0) return registry;
  const key = `${registry}/${path.join('/')}`;
  return findings.attempt(place, () => parseReference(key)) && key;
}
