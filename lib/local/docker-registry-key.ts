import { canonicalRegistry, DOCKER_HUB, isHost } from '../oci/registry-host.ts';

/** What Docker calls its own registry wherever it keeps credentials, helpers included. */
const DOCKER_HUB_SERVER = 'https://index.docker.io/v1/';

/** What `registry` is called in Docker's files and to its credential helpers. */
export function dockerKeyOf(registry: string): string {
  return registry === DOCKER_HUB ? DOCKER_HUB_SERVER : registry;
}

/** A member of one of Docker's objects, with the key as it is written there. */
export interface Keyed<Value> {
  readonly key: string;
  readonly value: Value;
}

/**
 * Finds the registry of each member of `auths` or `credHelpers`. Docker takes
 * `https://host/v1/`, `host/` and even `host/path` for the host
 * (`ConvertToHostname` in its CLI); the key that it writes itself comes first.
 */
export function byRegistry<Value>(
  members: readonly (readonly [key: string, value: Value])[],
): ReadonlyMap<string, Keyed<Value>> {
  const found = new Map<string, Keyed<Value>>();
  for (const [key, value] of members) {
    const registry = registryOf(key);
    if (registry === undefined) continue;
    if (key === dockerKeyOf(registry) || !found.has(registry)) found.set(registry, { key, value });
  }
  return found;
}

/** `undefined` for a key that is no host of an image reference, such as a word alone. */
function registryOf(key: string): string | undefined {
  const [host = ''] = key.replace(/^https?:\/\//i, '').split('/', 1);
  return isHost(host) ? canonicalRegistry(host) : undefined;
}
