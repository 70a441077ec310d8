import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleConstruct } from '../../scripts/build/bundle-construct.ts';
import type { SynthesisedTemplate } from '../support/cdk.ts';
import { propertiesOf } from '../support/template.ts';
import { Workplace } from '../support/workplace.ts';

const ROOT = join(import.meta.dirname, '../..');

const PAGES = ['README.md', 'docs/operations.md'];

/** What somebody may write who has an app, beside the examples of the pages; a comment expects the error below it. */
const APP = `
import { App, Stack } from 'aws-cdk-lib';
import { ImageSyncer, ImageSyncerStack, ImageSyncerTarget } from 'image-syncer/cdk';

const app = new App();
const { syncer } = new ImageSyncerStack(app, 'Mirror', { syncer: { targets: [{ prefix: 'other/' }] } });
syncer.onRunCompleted('Completed');
new ImageSyncerTarget(app, 'Target', {
  prefix: 'external/',
  trustedAccount: '123456789012',
  externalId: 'a-shared-word',
});
// @ts-expect-error There is no target.
export const wrong = () => new ImageSyncer(new Stack(), 'Nowhere', {});
`;

const OPTIONS = {
  module: 'nodenext',
  target: 'es2024',
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  // CDK's own declarations are CDK's business.
  skipLibCheck: true,
  types: ['node'],
  typeRoots: [join(ROOT, 'node_modules/@types')],
};

/** What npm installs in a project with the construct, this package apart. */
const INSTALLED = ['aws-cdk-lib', 'constructs', 'zod'];

describe('the built construct', { timeout: 60_000 }, () => {
  let workplace: Workplace;

  beforeAll(async () => {
    workplace = await Workplace.open();
    const installed = join(workplace.folder, 'node_modules');
    await mkdir(join(installed, 'image-syncer'), { recursive: true });
    await bundleConstruct(join(installed, 'image-syncer/dist'));
    await copyFile(join(ROOT, 'package.json'), join(installed, 'image-syncer/package.json'));
    for (const name of INSTALLED) {
      await symlink(join(ROOT, 'node_modules', name), join(installed, name));
    }
    await workplace.write('package.json', { type: 'module' });
    await workplace.write('app.ts', APP);
    const files = ['app.ts'];
    for (const [position, page] of PAGES.entries()) {
      const file = `example-${position}.ts`;
      await workplace.write(file, await exampleOf(page));
      files.push(file);
    }
    await workplace.write('tsconfig.json', { compilerOptions: OPTIONS, files });
  }, 60_000);

  afterAll(() => workplace.close());

  const run = (...args: readonly string[]) => {
    const env = { HOME: workplace.folder, CDK_OUTDIR: join(workplace.folder, 'cdk.out') };
    return promisify(execFile)(process.execPath, args, { cwd: workplace.folder, env });
  };

  it('synthesises in an app without the sources, and deploys the functions that were built', async () => {
    await run('app.ts');

    const assembly = join(workplace.folder, 'cdk.out');
    const read = async (file: string) => JSON.parse(await readFile(join(assembly, file), 'utf8'));
    const template: SynthesisedTemplate = await read('Mirror.template.json');
    const { Code, Handler } = propertiesOf(template, 'AWS::Lambda::Function', 'Sync');
    const asset = `asset.${Code.S3Key.replace('.zip', '')}`;
    expect(Handler).toBe('sync.handler');
    expect(existsSync(join(assembly, asset, 'sync.mjs'))).toBe(true);
    expect(template).toHaveProperty('Outputs.TableName');
    expect(await read('Target.template.json')).toHaveProperty('Outputs.RoleArn');
  });

  it('tells TypeScript what it takes, as the pages write it', async () => {
    const checking = run(join(ROOT, 'node_modules/typescript/lib/tsc.js'));

    await expect(checking).resolves.toMatchObject({ stdout: '' });
  });
});

/** The one app that `page` shows. */
async function exampleOf(page: string): Promise<string> {
  const text = await readFile(join(ROOT, page), 'utf8');
  const examples = Array.from(text.matchAll(/```ts\n([\s\S]*?)```/g), ([, code = '']) => code);
  const [example, ...others] = examples.filter((code) => code.includes("'image-syncer/cdk'"));
  if (example === undefined || others.length > 0) throw new Error(`${page} has no one app`);
  return example;
}
