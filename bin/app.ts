import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleMeanwhile } from '../lib/cdk/bundler.ts';
import { PropsError } from '../lib/cdk/errors.ts';

const handlers = mkdtempSync(join(tmpdir(), 'image-syncer-handlers-'));
try {
  // Loading CDK keeps one core busy for seconds; another one bundles meanwhile.
  const [{ createApp }] = await Promise.all([
    import('../lib/cdk/app.ts'),
    bundleMeanwhile(handlers),
  ]);
  createApp({ handlers }).synth();
} catch (error) {
  // Whoever wrote cdk.json reads this: a stack trace would hide the sentence.
  if (!(error instanceof PropsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(handlers, { recursive: true });
}
