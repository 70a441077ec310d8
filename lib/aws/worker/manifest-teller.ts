import type { PutManifestOptions, StoredManifest } from '../../content/ports.ts';
import type { Repositories } from '../../mirror/ports.ts';
import type { Document } from '../../oci/manifest.ts';
import { DelegatedRepository } from '../registries/delegated-repository.ts';

type OnStored = (bytes: number) => void;

/** The repositories of one image; `onStored` hears of every manifest that a target has taken. */
export function tellingManifests(repositories: Repositories, onStored: OnStored): Repositories {
  return {
    open: (name, access) => {
      const repository = repositories.open(name, access);
      return access === 'pull' ? repository : new ToldRepository(repository, onStored);
    },
  };
}

class ToldRepository extends DelegatedRepository {
  readonly #onStored: OnStored;

  constructor(repository: ReturnType<Repositories['open']>, onStored: OnStored) {
    super(repository);
    this.#onStored = onStored;
  }

  override async putManifest(
    document: Document,
    options?: PutManifestOptions,
  ): Promise<StoredManifest> {
    const stored = await super.putManifest(document, options);
    this.#onStored(document.bytes.byteLength);
    return stored;
  }
}
