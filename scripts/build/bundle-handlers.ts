import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { slimUndici } from './slim-undici.ts';
import { slimZod } from './slim-zod.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The functions of the stack, by the names of their modules in `lambda`. */
export const HANDLERS = ['plan', 'sync', 'dead-letters'] as const;
export type HandlerName = (typeof HANDLERS)[number];

/**
 * Bundles the functions of the stack into `folder`, with all that they need but Node: the runtime's own
 * AWS SDK may be any. They share what two of them need. The same sources give the same bytes wherever they
 * lie, or each deployment would replace functions that nobody changed. Returns what went into each file.
 */
export async function bundleHandlers(folder: string): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: HANDLERS.map((name) => join('lambda', `${name}.ts`)),
    outdir: folder,
    // Lambda takes a folder without a package.json for CommonJS.
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Of packages that have both: ES modules, which leave unused code out.
    mainFields: ['module', 'main'],
    plugins: [slimUndici, slimZod],
    legalComments: 'none',
    metafile: true,
    // undici is CommonJS and asks for Node's modules by require().
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return metafile;
}

const [folder] = process.argv.slice(2);
if (import.meta.main && folder !== undefined) await bundleHandlers(folder);
