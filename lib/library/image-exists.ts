import type { Definition } from '../definition/definition.ts';
import { DEFAULT_SETTINGS } from '../definition/settings.ts';
import { LocalRepositories } from '../local/local-repositories.ts';
import { systemClock } from '../mirror/system-clock.ts';
import { digestOf } from '../oci/digest.ts';
import {
  formatReference,
  parseReference,
  type Reference,
  tagOrDigestOf,
} from '../oci/reference.ts';
import { Registries } from '../registry/registries.ts';
import { DEFAULT_RETRIES, reach } from './access.ts';
import type { AccessOptions } from './options.ts';

/**
 * Whether `reference` names an image, `latest` where it has neither tag nor digest. `false` only where the
 * registry says that there is none; every other answer rejects with a `SyncerError`, an abort with its reason.
 */
export async function imageExists(
  reference: string,
  options: AccessOptions = {},
): Promise<boolean> {
  const { signal, retries = DEFAULT_RETRIES, idleTimeoutMs } = options;
  signal?.throwIfAborted();
  const name = parseReference(reference);
  const registries = new Registries({
    ...(await reach(definitionOf(name), options)),
    retry: { retries, clock: systemClock, random: Math.random },
    ...(idleTimeoutMs !== undefined && { idleTimeoutMs }),
  });
  try {
    const repository = new LocalRepositories(registries, systemClock).open(name, 'pull');
    const found = await repository.resolve(tagOrDigestOf(name), { ...(signal && { signal }) });
    return found !== undefined;
  } finally {
    await registries.close();
  }
}

/** Names the one registry that is to be reached. */
function definitionOf(name: Reference): Definition {
  const place = { file: 'the call', line: 1, column: 1 };
  const version = digestOf(new TextEncoder().encode(formatReference(name)));
  const image = { kind: 'named', ...DEFAULT_SETTINGS, source: name, target: name, place } as const;
  return { version, images: [image], registries: new Map(), warnings: [] };
}
