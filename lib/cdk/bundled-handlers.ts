import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';

const ROOT = join(import.meta.dirname, '../..');
const BUNDLER = join(ROOT, 'scripts/build/bundle-handlers.ts');

/** The functions' code, bundled while the stack is synthesised: a process apart, since CDK waits for nothing asynchronous. */
export function bundledHandlers(): Code {
  return Code.fromAsset(join(ROOT, 'lambda'), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never run, since bundling here either succeeds or throws.
      image: DockerImage.fromRegistry('no-docker'),
      local: {
        tryBundle(folder) {
          execFileSync(process.execPath, [BUNDLER, folder], {
            stdio: ['ignore', 'ignore', 'inherit'],
          });
          return true;
        },
      },
    },
  });
}
