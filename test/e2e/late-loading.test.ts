import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { image } from '../support/image-builder.ts';
import { push } from '../support/push.ts';
import { useWorkplace } from '../support/workplace.ts';

/** Prints the URL of each module that is loaded. */
const SPY = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({
    load: (url, context, next) => {
      process.stderr.write(\`loaded \${url}\\n\`);
      return next(url, context);
    },
  });
`)}`;

/** Each stands in one of what a command is done with: undici, zod, yaml. */
const ENGINE = ['UND_ERR_INVALID_ARG', 'invalid_union', 'BLOCK_FOLDED'];

/** Each stands in one of the AWS SDK's clients (ECR, DynamoDB, Lambda), and in nothing of our own. */
const AWS_SDK = [
  'AmazonEC2ContainerRegistry_V20150921',
  'DynamoDB_20120810',
  '/2015-03-31/functions/',
];

/** Stands in the pages of a service. */
const PAGES = 'What conflicts';

describe('the built command', () => {
  const startRegistry = useRegistries();
  const workplace = useWorkplace();

  it('has the AWS SDK and pages with it and does not load them for other registries', async () => {
    const command = inject('command');
    const { folder } = workplace();
    const [source, target] = [await startRegistry(), await startRegistry()];
    await push(image(), source.url, { repository: 'app', tag: '1' });
    const entry = { source: `${source.host}/app:1`, target: `${target.host}/app` };
    await workplace().write('images.yaml', { images: [entry] });

    const loaded = await loadedBy([command], folder);

    expect(loaded).toContain('image-syncer.js');
    // Node's own client is for proxies, and undici is not.
    expect(loaded).not.toContain('node:http');
    for (const part of [...AWS_SDK, PAGES]) {
      const [holder] = await filesWith(part, dirname(command));
      expect(holder).toBeDefined();
      expect(loaded).not.toContain(holder);
    }
  });

  it('says its version without what its commands need', async () => {
    const command = inject('command');

    const loaded = await loadedBy([command, '--version'], workplace().folder);

    expect(loaded).toContain('image-syncer.js');
    for (const part of ENGINE) {
      const holders = await filesWith(part, dirname(command));
      expect(holders).not.toEqual([]);
      for (const holder of holders) expect(loaded).not.toContain(holder);
    }
  });
});

/** The modules that Node loads for `args`: Node's own by their names, files by those without folders. */
async function loadedBy(args: readonly string[], folder: string): Promise<readonly string[]> {
  const { stderr } = await promisify(execFile)(process.execPath, ['--import', SPY, ...args], {
    cwd: folder,
    env: { HOME: folder },
  });
  return [...stderr.matchAll(/^loaded (.+)$/gm)].map(([, url = '']) => basename(url));
}

/** The modules in `folder` in which `text` stands. */
async function filesWith(text: string, folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const file of await readdir(folder)) {
    if (!file.endsWith('.js')) continue;
    if ((await readFile(join(folder, file), 'utf8')).includes(text)) found.push(file);
  }
  return found;
}
