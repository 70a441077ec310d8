import { startEmbeddedRegistry } from '../local/embedded-registry/embedded-registry.ts';
import { layoutStorage } from '../local/embedded-registry/layout-storage.ts';
import { memoryStorage } from '../local/embedded-registry/memory-storage.ts';
import { interruptible } from './interruption.ts';
import type { Shell } from './shell.ts';

export interface RegistryCommandOptions {
  readonly port: number;
  /** Absent: what is pushed is gone with the process. */
  readonly folder?: string;
}

/** Serves a registry on loopback until the process is told to end; resolves to the exit code. */
export async function registryCommand(
  { port, folder }: RegistryCommandOptions,
  { stdout }: Shell,
): Promise<number> {
  const storage = folder === undefined ? memoryStorage() : layoutStorage(folder);
  const registry = await startEmbeddedRegistry({ port, storage });
  stdout.write(`A registry listens at ${registry.host}; Ctrl-C ends it\n`);
  await interruptible(
    (signal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
  );
  await registry.close();
  return 0;
}
