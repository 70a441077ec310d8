import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { bundleNow } from './bundler.ts';

/** Where the published package has the functions beside this construct; beside the sources is nothing. */
const PUBLISHED = join(import.meta.dirname, '../lambda');

const SOURCES = join(import.meta.dirname, '../../lambda');

/** The functions' code: as it was published, or bundled from the sources while the stack is synthesised. */
export function bundledHandlers(): Code {
  return existsSync(PUBLISHED) ? Code.fromAsset(PUBLISHED) : handlersBundledBy(bundleNow);
}

/** The functions' code that was bundled into `folder` beforehand, which may be gone after the synthesis. */
export function handlersBundledInto(folder: string): Code {
  return handlersBundledBy((output) => cpSync(folder, output, { recursive: true }));
}

function handlersBundledBy(bundleInto: (folder: string) => void): Code {
  return Code.fromAsset(SOURCES, {
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
