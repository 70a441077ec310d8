#!/usr/bin/env node
// Imported only after this check: an older Node fails at the modules below before it can say why.
const OLDEST_NODE = 24;

if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) {
  process.stderr.write(
    `image-syncer needs Node ${OLDEST_NODE} or newer, this is Node ${process.versions.node}\n`,
  );
  process.exitCode = 1;
} else {
  const { main } = await import('../lib/cli/main.ts');
  process.exitCode = await main(process);
}
