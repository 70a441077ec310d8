import { memoryStorage } from '../../lib/local/embedded-registry/memory-storage.ts';
import type { RegistryStorage } from '../../lib/local/embedded-registry/storage.ts';

export interface GatedStorage {
  readonly storage: RegistryStorage;
  /** Lets everything in from now on. */
  open(): void;
}

/** Storage in memory that takes nothing in until it is opened, so that uploads wait to begin. */
export function gatedStorage(): GatedStorage {
  const storage = memoryStorage();
  const stage = storage.stageContent.bind(storage);
  const gate = Promise.withResolvers<void>();
  storage.stageContent = async () => {
    await gate.promise;
    return await stage();
  };
  return { storage, open: () => gate.resolve() };
}
