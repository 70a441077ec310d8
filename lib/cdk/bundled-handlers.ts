import { execFileSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';

/** Where the published package has the functions beside this construct; beside the sources is nothing. */
const PUBLISHED = join(import.meta.dirname, '../lambda');

const ROOT = join(import.meta.dirname, '../..');
const BUNDLER = join(ROOT, 'scripts/build/bundle-handlers.ts');

/** The functions' code: as it was published, or bundled from the sources while the stack is synthesised. */
export function bundledHandlers(): Code {
  return existsSync(PUBLISHED) ? Code.fromAsset(PUBLISHED) : handlersBundledBy(bundle);
}

/** The functions' code that somebody has bundled into `folder` meanwhile, as if it were bundled now. */
export function handlersBundledInto(folder: string): Code {
  return handlersBundledBy((output) => cpSync(folder, output, { recursive: true }));
}

function handlersBundledBy(bundleInto: (folder: string) => void): Code {
  return Code.fromAsset(join(ROOT, 'lambda'), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Never run, since bundling here either succeeds or throws.
      image: DockerImage.fromRegistry('no-docker'),
      local: {
        tryBundle(folder) {
          bundleInto(folder);
          return true;
        },
      },
    },
  });
}

/** In a process apart, since CDK waits for nothing asynchronous. */
function bundle(folder: string): void {
  execFileSync(process.execPath, [BUNDLER, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
}
