import { createApp } from '../lib/cdk/app.ts';
import { PropsError } from '../lib/cdk/errors.ts';

try {
  createApp().synth();
} catch (error) {
  // Whoever wrote cdk.json reads this: a stack trace would hide the sentence.
  if (!(error instanceof PropsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
