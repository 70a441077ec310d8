import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: ['bin/image-syncer.ts'],
  outdir: 'dist',
  bundle: true,
  minify: true,
  // The entry checks the version of Node before it loads the rest, so the rest is a file of its own.
  splitting: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  legalComments: 'linked',
  // undici and commander are CommonJS and ask for Node's modules by require().
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
});
