import { join } from 'node:path';
import type { Subject } from '../bench/take-turns.ts';
import { bundleHandlers, HANDLERS } from '../build/bundle-handlers.ts';
import { loadTimeMs } from './load-time.ts';
import { loadedBytes } from './loaded-bytes.ts';

/** The functions of the stack, bundled as they are deployed. */
export interface BundledFunctions {
  /** All that is deployed, shared by all of them. */
  readonly bytes: number;
  /** A run of one loads it in a process of its own. */
  readonly subjects: readonly Subject[];
}

/** Bundles the functions into `folder`, which has to stay for as long as they are run. */
export async function bundleFunctions(folder: string): Promise<BundledFunctions> {
  const metafile = await bundleHandlers(folder);
  return {
    bytes: Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0),
    subjects: HANDLERS.map((name) => ({
      name: `function ${name}`,
      run: async () => ({
        loadMs: await loadTimeMs(join(folder, `${name}.mjs`)),
        loadedBytes: loadedBytes(metafile, name),
      }),
    })),
  };
}
