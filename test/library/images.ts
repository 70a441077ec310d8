import { join } from 'node:path';
import { beforeEach } from 'vitest';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import { useFolder } from '../local/oci-layout/layouts.ts';
import type { Built } from '../support/built.ts';
import { bytesOf } from '../support/chunks.ts';
import type { RegistryFixture } from '../support/registry-fixture.ts';
import { useRegistryFixture } from '../support/registry-fixture.ts';
import { store } from '../support/store.ts';

/** Two registries between which a call of the library copies, in a home without logins. */
export interface LibraryHome {
  readonly fixture: RegistryFixture;
  readonly source: EmbeddedRegistry;
  readonly target: EmbeddedRegistry;
  /** What every call is given, so that nothing of this machine takes part. */
  readonly quiet: { readonly environment: { readonly HOME: string }; readonly retries: 0 };
  readonly ledgerFile: string;
}

/** Gives each test two empty registries; it fails where a connection or an upload is left at one of them. */
export function useLibraryHome(): () => LibraryHome {
  const fixture = useRegistryFixture();
  const folder = useFolder();
  let home: LibraryHome | undefined;

  beforeEach(async () => {
    home = {
      fixture: fixture(),
      source: await fixture().start(),
      target: await fixture().start(),
      quiet: { environment: { HOME: folder() }, retries: 0 },
      ledgerFile: join(folder(), 'ledger.db'),
    };
  });

  return () => {
    if (!home) throw new Error('no test is running');
    return home;
  };
}

/** Puts `built` into the repository `app`, as `tag` where one is given. */
export function publish(built: Built, { storage }: EmbeddedRegistry, tag = '1'): Promise<void> {
  return store(built, storage, { repository: 'app', tag });
}

/** The exact bytes that the tag `tag` of the repository `app` names, `undefined` where it names nothing. */
export async function manifestOf(
  { storage }: EmbeddedRegistry,
  tag = '1',
): Promise<Buffer | undefined> {
  const listed = await storage.listManifests('app');
  const named = listed?.find((manifest) => manifest.tag === tag);
  return named && (await bytesOf(storage.openContent('app', named.digest)));
}
