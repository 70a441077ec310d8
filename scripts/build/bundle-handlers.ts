import { join } from 'node:path';
import { build } from 'esbuild';
import { slimUndici } from './slim-undici.ts';

const ROOT = join(import.meta.dirname, '../..');
const HANDLERS = ['plan', 'sync', 'dead-letters'];

/**
 * Bundles the functions of the stack into `folder`, with all that they need but Node: the runtime's own
 * AWS SDK may be any. The same sources give the same bytes wherever they lie, or each deployment would
 * replace functions that nobody changed.
 */
export async function bundleHandlers(folder: string): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: HANDLERS.map((name) => join('lambda', `${name}.ts`)),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    plugins: [slimUndici],
    legalComments: 'none',
    // Prefers the ES modules of packages that have both, which leave unused code out.
    mainFields: ['module', 'main'],
    // undici is CommonJS and asks for Node's modules by require().
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
}

const [folder] = process.argv.slice(2);
if (import.meta.main && folder !== undefined) await bundleHandlers(folder);
