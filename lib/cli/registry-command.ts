import { access, constants, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type EmbeddedRegistry,
  startEmbeddedRegistry,
} from '../local/embedded-registry/embedded-registry.ts';
import { layoutStorage } from '../local/embedded-registry/layout-storage.ts';
import { memoryStorage } from '../local/embedded-registry/memory-storage.ts';
import { RegistryStartError } from './errors.ts';
import { interruptible } from './interruption.ts';
import type { Shell } from './shell.ts';

/** Where the registry listens and keeps content. */
export interface RegistryCommandOptions {
  readonly port: number;
  /** Absent: what is pushed is gone with the process. */
  readonly folder?: string;
}

/** Serves a registry on loopback until the process is told to end; resolves to the exit code. */
export async function registryCommand(
  options: RegistryCommandOptions,
  { stdout }: Shell,
): Promise<number> {
  const registry = await start(options);
  stdout.write(`A registry listens at ${registry.host}; Ctrl-C ends it\n`);
  await interruptible(
    (signal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
  );
  await registry.close();
  return 0;
}

async function start({ port, folder }: RegistryCommandOptions): Promise<EmbeddedRegistry> {
  try {
    if (folder === undefined)
      return await startEmbeddedRegistry({ port, storage: memoryStorage() });
    await ensureFolder(folder);
    return await startEmbeddedRegistry({ port, storage: layoutStorage(folder) });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RegistryStartError(`the registry cannot start: ${reason}`, { cause });
  }
}

/** One level is made, no more: a folder that is deep in nowhere is a typing error. */
async function ensureFolder(folder: string): Promise<void> {
  await access(dirname(folder), constants.X_OK);
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  // A file in its place has nothing below it.
  await access(`${folder}/.`, constants.W_OK);
}
