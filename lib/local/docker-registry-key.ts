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

/** Whose reading of keys with a path holds: containers-auth.json(5) means that path, Docker the whole host. */
export type KeyRule = 'docker' | 'podman';

/**
 * Finds what each member of `auths` or `credHelpers` is for. Docker takes
 * `https://host/v1/`, `host/` and even `host/path` for the host
 * (`ConvertToHostname` in its CLI); the key that it writes itself comes first.
 */
export function byScope<Value>(
  members: readonly (readonly [key: string, value: Value])[],
  rule: KeyRule,
): ReadonlyMap<string, Keyed<Value>> {
  const found = new Map<string, Keyed<Value>>();
  for (const [key, value] of members) {
    const scope = scopeOf(key, rule);
    if (scope === undefined) continue;
    if (key === dockerKeyOf(scope) || !found.has(scope)) found.set(scope, { key, value });
  }
  return found;
}

/** Paths of registries' APIs, which old versions of Docker put behind the host. */
const API_PATH = /^v[12]$/;

/** `undefined` for a key that is no name of an image, such as a word alone. */
function scopeOf(key: string, rule: KeyRule): string | undefined {
  const [host = '', ...path] = key
    .replace(/^https?:\/\//i, '')
    .replace(/\/+$/, '')
    .split('/');
  const registry = isHost(host) ? canonicalRegistry(host) : undefined;
  const isWhole = rule === 'docker' || path.length === 0 || API_PATH.test(path.join('/'));
  return registry === undefined || isWhole ? registry : [registry, ...path].join('/');
}
