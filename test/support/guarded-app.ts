import type { Authentication } from '../../lib/local/embedded-registry/authentication.ts';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { Credentials } from '../../lib/registry/credentials.ts';
import { image } from './image-builder.ts';
import type { RegistryFixture } from './registry-fixture.ts';
import { store } from './store.ts';

/** Who may read `app:1` of a guarded registry. */
export const ALICE = { username: 'alice', password: 'hunter2' };
export const CREDENTIALS = { kind: 'basic', ...ALICE } as const satisfies Credentials;

/** Where `app:1` is asked for. */
export const MANIFEST = '/v2/app/manifests/1';

/** A registry that has `app:1` and guards it. */
export async function guardedApp(
  fixture: RegistryFixture,
  authentication: Authentication,
): Promise<EmbeddedRegistry> {
  const registry = await fixture.start({ authentication });
  await store(image(), registry.storage, { repository: 'app', tag: '1' });
  return registry;
}
