#!/usr/bin/env node
import module from 'node:module';
import { join } from 'node:path';

// Imported only after this check: an older Node fails at the modules below before it can say why.
const OLDEST_NODE = 24;

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  process.stderr.write(
    `image-syncer needs Node ${OLDEST_NODE} or newer, this is Node ${process.versions.node}\n`,
  );
  process.exitCode = 1;
} else {
  // Compiling the bundle is a fifth of a short run. What was compiled is kept beside it, where only
  // its owner can write, unlike in Node's default folder; where nobody can, Node does without.
  if (import.meta.filename.endsWith('.js')) {
    module.enableCompileCache(join(import.meta.dirname, '.compile-cache'));
  }
  const { main } = await import('../lib/cli/main.ts');
  process.exitCode = await main(process);
}
