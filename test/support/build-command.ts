import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundleCommand } from '../../scripts/build/bundle-command.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Path of the command, bundled as it is published: it starts in half the time of the sources. */
    command: string;
  }
}

/** Bundles the command once for all tests that run it, into a folder with nothing else beside it. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'image-syncer-command-'));
  await bundleCommand(join(folder, 'dist'));
  // Node takes a file for a module by the nearest package.json, as npm will put one there.
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  provide('command', join(folder, 'dist/image-syncer.js'));
  return () => rm(folder, { recursive: true, force: true });
}
