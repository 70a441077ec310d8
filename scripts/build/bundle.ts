import { build } from 'esbuild';
import { slimUndici } from './slim-undici.ts';
import { slimZod } from './slim-zod.ts';

export interface BundleOptions {
  /** Packages that whoever uses the bundle has. Default: none. */
  readonly external?: readonly string[];
}

/** Bundles the module `entry` into `folder` with everything that it needs but Node and what is `external`. */
export async function bundle(
  entry: string,
  folder: string,
  { external = [] }: BundleOptions = {},
): Promise<void> {
  await build({
    entryPoints: [entry],
    outdir: folder,
    bundle: true,
    external: [...external],
    minify: true,
    // What is imported late, such as the AWS SDK or everything behind the check of Node's version,
    // becomes a file of its own.
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Of packages that have both: ES modules, which leave unused code out.
    mainFields: ['module', 'main'],
    plugins: [slimUndici, slimZod],
    legalComments: 'linked',
    // undici and commander are CommonJS and ask for Node's modules by require().
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
}
