/** What the engine calls the registry that short names are on. */
export const DOCKER_HUB = 'docker.io';

/** Names under which people know Docker Hub; the engine's name for all is `docker.io`. */
const DOCKER_HUB_ALIASES: ReadonlySet<string> = new Set([
  DOCKER_HUB,
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
]);

/** Where people read about Docker Hub's images; it serves none. */
export const DOCKER_HUB_SITE = 'hub.docker.com';

const LABEL = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const HOST = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[0-9a-f:.]+\\])(?::([0-9]{1,5}))?$`, 'i');
const LARGEST_PORT = 65_535;

/** Whether the first part of a name is a host: it has a dot or a colon, or is `localhost`. */
export function isHost(part: string): boolean {
  return part === 'localhost' || part.includes('.') || part.includes(':');
}

/** `host[:port]` as references spell it, `docker.io` for each of its aliases; `undefined` for what is no host. */
export function canonicalRegistry(host: string): string | undefined {
  const match = HOST.exec(host);
  if (!match || Number(match[1] ?? 0) > LARGEST_PORT) return undefined;
  const registry = host.toLowerCase();
  if (registry === DOCKER_HUB_SITE) return undefined;
  return DOCKER_HUB_ALIASES.has(registry) ? DOCKER_HUB : registry;
}
