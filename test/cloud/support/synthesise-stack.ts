import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import { parseTemplate, type Template } from './template.ts';

export interface Synthesised {
  readonly template: Template;
  /** Folder of the bundles. */
  readonly assets: string;
}

/** Synthesises the stack that `create` puts into an app, into `folder`. */
export function synthesiseStack(folder: string, create: (app: App) => Stack): Synthesised {
  const app = new App({ outdir: folder, analyticsReporting: false });
  const { templateFile } = create(app);
  app.synth();
  const document: unknown = JSON.parse(readFileSync(join(folder, templateFile), 'utf8'));
  return { template: parseTemplate(document), assets: folder };
}
