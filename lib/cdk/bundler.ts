import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const BUNDLER = join(import.meta.dirname, '../../scripts/build/bundle-handlers.ts');

/** Bundles the functions from the sources into `folder`, in a process apart. */
export async function bundleMeanwhile(folder: string): Promise<void> {
  await promisify(execFile)(process.execPath, [BUNDLER, folder]);
}

/** The same for CDK, which waits for nothing asynchronous. */
export function bundleNow(folder: string): void {
  execFileSync(process.execPath, [BUNDLER, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
}
