import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { slimUndici } from './slim-undici.ts';

const ENTRY = join(import.meta.dirname, '../../bin/image-syncer.ts');

/** Bundles the command into `folder`, whatever was there before, with everything that it needs but Node. */
export async function bundleCommand(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await build({
    entryPoints: [ENTRY],
    outdir: folder,
    bundle: true,
    minify: true,
    // What is imported late, such as everything behind the check of Node's version, becomes a file of its own.
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    plugins: [slimUndici],
    legalComments: 'linked',
    // undici and commander are CommonJS and ask for Node's modules by require().
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
}
