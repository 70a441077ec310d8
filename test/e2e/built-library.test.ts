import { execFile } from 'node:child_process';
import { copyFile, cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundleLibrary } from '../../scripts/build/bundle-library.ts';
import { useRegistries } from '../local/embedded-registry/opened-registries.ts';
import { digestOf } from '../support/contents.ts';
import { image } from '../support/image-builder.ts';
import { push } from '../support/push.ts';
import { rawManifest } from '../support/raw-manifest.ts';
import { useWorkplace } from '../support/workplace.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What a project that depends on the package may write; a comment expects the error below it. */
const CONSUMER = `
import { type Digest, imageExists, ImageSyncError, plan, sync, syncImage } from 'image-syncer';

export async function use(signal: AbortSignal): Promise<string> {
  const digest: Digest = await syncImage('a.example/x:1', 'b.example/x:1', {
    platforms: ['linux/amd64'],
    onConflict: 'keep',
    registries: { 'b.example/x': { credentials: { kind: 'token', token: 't' } } },
    signal,
  }).catch((error: unknown) => {
    if (error instanceof ImageSyncError && error.code === 'TAG_IMMUTABLE') throw error.outcome;
    throw error;
  });
  const isThere: boolean = await imageExists('b.example/x:1');
  const { images } = await sync({ file: 'images.yaml', workers: 4 });
  const { run, warnings } = await plan({ text: 'images: []', estimateBytes: false });
  // @ts-expect-error There is no such policy.
  await syncImage('a', 'b', { onConflict: 'never' });
  // @ts-expect-error One of file and text is needed.
  await sync({});
  return [digest, isThere, images[0]?.status, run.counts.copied, warnings[0]?.line].join();
}
`;

const OPTIONS = {
  module: 'nodenext',
  target: 'es2024',
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  skipLibCheck: false,
  types: ['node'],
  typeRoots: [join(ROOT, 'node_modules/@types')],
};

/** Copies what its arguments name, and prints what the library resolved to. */
const SCRIPT = `
import { imageExists, syncImage } from 'image-syncer';

const [source, target] = process.argv.slice(2);
console.log(JSON.stringify([
  await imageExists(target),
  await syncImage(source, target),
  await imageExists(target),
]));
`;

describe('the built library', () => {
  const startRegistry = useRegistries();
  const workplace = useWorkplace();
  let built: string;

  beforeAll(async () => {
    built = await mkdtemp(join(tmpdir(), 'library-'));
    await bundleLibrary(join(built, 'dist/library'));
    await copyFile(join(ROOT, 'package.json'), join(built, 'package.json'));
  });

  afterAll(() => rm(built, { recursive: true }));

  beforeEach(async () => {
    await cp(built, join(workplace().folder, 'node_modules/image-syncer'), { recursive: true });
    await workplace().write('package.json', { type: 'module' });
  });

  const run = (program: string, ...args: readonly string[]) => {
    const { folder } = workplace();
    return promisify(execFile)(program, args, { cwd: folder, env: { HOME: folder } });
  };

  it('copies an image with nothing else installed', async () => {
    const [source, target] = [await startRegistry(), await startRegistry()];
    const pushed = image();
    await push(pushed, source.url, { repository: 'app', tag: '1' });
    await workplace().write('copy.js', SCRIPT);
    const names = [`${source.host}/app:1`, `${target.host}/app:2`];

    const { stdout } = await run(process.execPath, 'copy.js', ...names);

    expect(JSON.parse(stdout)).toEqual([false, digestOf(pushed), true]);
    expect(await rawManifest(target.url, 'app', '2')).toEqual(Buffer.from(pushed.root.bytes));
  });

  it('tells TypeScript what it takes and gives', async () => {
    // The one package that the declarations name, which npm installs beside this one.
    const zod = 'node_modules/zod';
    await symlink(join(ROOT, zod), join(workplace().folder, zod));
    await workplace().write('use.ts', CONSUMER);
    await workplace().write('tsconfig.json', { compilerOptions: OPTIONS, files: ['use.ts'] });

    const checking = run(process.execPath, join(ROOT, 'node_modules/typescript/lib/tsc.js'));

    await expect(checking).resolves.toMatchObject({ stdout: '' });
  });
});
