import { isBuiltin } from 'node:module';
import type { Plugin } from 'esbuild';

/**
 * Has Node's modules required and not imported. An import asks a module for the value of each export, and
 * many of those are loaded by that: Node's own fetch with `node:http`, which takes longer than all else.
 */
export const plainBuiltins: Plugin = {
  name: 'plain-builtins',
  setup(build) {
    build.onResolve({ filter: /^[\w:/]+$/ }, ({ path, kind }) =>
      kind === 'import-statement' && isBuiltin(path)
        ? { path, namespace: 'plain-builtins' }
        : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'plain-builtins' }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};
