import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { bundleHandlers } from './bundle-handlers.ts';
import { declareRoom } from './declare-room.ts';

const ENTRY = join(import.meta.dirname, '../../lib/cdk/index.ts');

/** Two of them in one process would not know each other's constructs: whoever has an app has them already. */
const OF_THE_APP = ['aws-cdk-lib', 'constructs'];

/**
 * Bundles what `import … from 'image-syncer/cdk'` gives into the folder `cdk` of `dist`, and what it deploys
 * into `lambda` beside it, where the construct looks for it: an app needs neither the sources nor esbuild.
 */
export async function bundleConstruct(dist: string): Promise<void> {
  const [construct, handlers] = [join(dist, 'cdk'), join(dist, 'lambda')];
  for (const folder of [construct, handlers]) await rm(folder, { recursive: true, force: true });
  await Promise.all([
    bundle(ENTRY, construct, { external: OF_THE_APP }),
    bundleHandlers(handlers),
    declareRoom('cdk', join(construct, 'types')),
  ]);
}
