import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack, type StackProps } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { ImageSyncer } from '../../lib/cdk/image-syncer.ts';
import type { ImageSyncerProps } from '../../lib/cdk/image-syncer-props.ts';
import { ImageSyncerStack } from '../../lib/cdk/image-syncer-stack.ts';

/** A resource of a template, its properties as CloudFormation gets them. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly [attribute: string]: unknown;
}

export interface SynthesisedTemplate {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
  readonly [section: string]: unknown;
}

export interface SynthesiseOptions {
  /** Default: one target, the prefix `external/` in the stack's own registry. */
  readonly syncer?: Partial<ImageSyncerProps> | ((stack: Stack) => Partial<ImageSyncerProps>);
  /** Where the stack is deployed. Default: wherever. */
  readonly env?: StackProps['env'];
  /** Whether the functions' real code is bundled, which takes seconds. Default: `false`, they do nothing. */
  readonly bundled?: boolean;
  /** Uses the construct as its owner would. */
  readonly use?: (syncer: ImageSyncer, stack: Stack) => void;
}

/** What came of a synthesis; `dispose` removes the files. */
export interface Synthesised {
  readonly template: SynthesisedTemplate;
  /** The folder with the functions' code. */
  readonly handlers: string;
  dispose(): void;
}

const CDK_JSON = join(import.meta.dirname, '../../cdk.json');
const NAME = 'ImageSyncer';

/** Synthesises the stack with the feature flags of cdk.json. */
export function synthesise(options: SynthesiseOptions = {}): Synthesised {
  const folder = mkdtempSync(join(tmpdir(), 'cdk-'));
  const outdir = join(folder, 'out');
  // The engine of rules takes seconds to load; the test of the whole app has it.
  const app = new App({ outdir, context: contextOfCdk(), builtinCloudFormationValidation: false });
  const code = options.bundled ? undefined : Code.fromAsset(idleHandlers(folder));
  const stack = createStack(app, options, code);
  options.use?.(stack.syncer, stack);
  const { template } = app.synth().getStackByName(NAME);
  const [asset = ''] = readdirSync(outdir).filter((name) => name.startsWith('asset.'));
  return {
    template,
    handlers: join(outdir, asset),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The template alone, for those who need no files. */
export function synthesiseTemplate(options: SynthesiseOptions = {}): SynthesisedTemplate {
  const { template, dispose } = synthesise(options);
  dispose();
  return template;
}

/** What cdk.json says to every synthesis. */
export function contextOfCdk(): Record<string, unknown> {
  return JSON.parse(readFileSync(CDK_JSON, 'utf8')).context;
}

function createStack(
  app: App,
  { syncer = {}, env }: SynthesiseOptions,
  code: Code | undefined,
): ImageSyncerStack {
  const defaults = { targets: [{ prefix: 'external/' }], ...(code && { code }) };
  const placed = env === undefined ? {} : { env };
  return new ImageSyncerStack(app, NAME, {
    ...placed,
    syncer: (own) => ({ ...defaults, ...(typeof syncer === 'function' ? syncer(own) : syncer) }),
  });
}

function idleHandlers(folder: string): string {
  const handlers = join(folder, 'handlers');
  mkdirSync(handlers);
  for (const name of ['plan', 'sync', 'dead-letters']) {
    writeFileSync(join(handlers, `${name}.mjs`), 'export const handler = async () => {};');
  }
  return handlers;
}
