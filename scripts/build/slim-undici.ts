import type { Plugin } from 'esbuild';

/** undici's own modules behind the exports that the transport uses. */
const ENTRY = `
  import buildConnector from 'undici/lib/core/connect.js';
  import errors from 'undici/lib/core/errors.js';
  import Pool from 'undici/lib/dispatcher/pool.js';
  export { buildConnector, errors, Pool };
`;

const OF_UNDICI = /[\\/]undici[\\/]lib[\\/]/;

/** What stands in for modules that those load and nobody here uses, by the names that they give them. */
const STAND_INS: Readonly<Record<string, string>> = {
  // HTTP/2 is spoken where `allowH2` is set.
  './client-h2.js': 'module.exports = undefined;',
  // Forms are sent by fetch alone.
  '../web/fetch/body.js': 'module.exports = {};',
  '../web/fetch/formdata': 'module.exports = {};',
  '../web/webidl': 'module.exports = { webidl: { is: { FormData: () => false } } };',
  // Node's own client, for its limit of headers and for a class that a body may have. The limit is
  // Node's default: https://nodejs.org/api/cli.html#--max-http-header-sizesize.
  'node:http': 'module.exports = { maxHeaderSize: 16384, IncomingMessage: class {} };',
};

/**
 * Leaves out of the bundle what undici loads at once or takes along and nobody here uses: fetch,
 * WebSocket, HTTP/2, caches and mocks, more than half of its code and of its start.
 */
export const slimUndici: Plugin = {
  name: 'slim-undici',
  setup(build) {
    // Leaves out a second parser that is on trial, as undici has it for Node's own bundle.
    build.initialOptions.define = { ...build.initialOptions.define, esbuildDetection: 'true' };
    build.onResolve({ filter: /^undici$/ }, ({ resolveDir }) => ({
      path: 'undici',
      namespace: 'slim-undici',
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /^undici$/, namespace: 'slim-undici' }, ({ pluginData }) => ({
      contents: ENTRY,
      resolveDir: pluginData,
    }));
    build.onResolve({ filter: /^(?:\.|node:)/ }, ({ path, importer }) => {
      const standIn = OF_UNDICI.test(importer) ? STAND_INS[path] : undefined;
      return standIn === undefined
        ? undefined
        : { path, namespace: 'slim-undici-stand-in', pluginData: standIn };
    });
    build.onLoad({ filter: /.*/, namespace: 'slim-undici-stand-in' }, ({ pluginData }) => ({
      contents: pluginData,
    }));
  },
};
