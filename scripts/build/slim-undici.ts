import type { Plugin } from 'esbuild';

/** undici's own modules behind the exports that the transport uses; `api` is mixed in as its index does. */
const ENTRY = `
  import api from 'undici/lib/api/index.js';
  import buildConnector from 'undici/lib/core/connect.js';
  import errors from 'undici/lib/core/errors.js';
  import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
  import Pool from 'undici/lib/dispatcher/pool.js';
  Object.assign(Dispatcher.prototype, api);
  export { buildConnector, errors, Pool };
`;

/**
 * Leaves out of the bundle what undici's index loads at once and nobody here
 * uses: fetch, WebSocket, caches and mocks, half of its code and of its start.
 */
export const slimUndici: Plugin = {
  name: 'slim-undici',
  setup(build) {
    build.onResolve({ filter: /^undici$/ }, ({ resolveDir }) => ({
      path: 'undici',
      namespace: 'slim-undici',
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /.*/, namespace: 'slim-undici' }, ({ pluginData }) => ({
      contents: ENTRY,
      resolveDir: pluginData,
    }));
  },
};
