import { describe, expect, it } from 'vitest';
import { useCommandMirror } from '../support/command-mirror.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { push } from '../support/push.ts';
import { rawManifest } from '../support/raw-manifest.ts';
import { readReport } from '../support/sync-definition.ts';

const APP = image();
const DIGEST = APP.root.descriptor.digest;
const OTHER = image({ seed: 2 });
const SIGNATURE = `${DIGEST.replace(':', '-')}.sig`;
const ARM = image({ platform: 'linux/arm64' });
const LARGE = image({ layers: 1, layerBytes: 6_000_000, compression: 'none' });

describe('image-syncer copy', () => {
  const mirror = useCommandMirror();

  const copy = (source: string, target: string, ...args: readonly string[]) =>
    mirror().run([
      'copy',
      `${mirror().source.host}/${source}`,
      `${mirror().target.host}/${target}`,
      ...args,
    ]);

  it.each([
    ['app:1', 'mine/app:2', '2'],
    ['app:1', 'mine/app', '1'],
    [`app@${DIGEST}`, 'mine/app:2', '2'],
    [`app@${DIGEST}`, 'mine/app', DIGEST],
    [`app:1@${DIGEST}`, 'mine/app', '1'],
  ])('takes %s to %s, where it is %s', async (source, target, tagOrDigest) => {
    const { exitCode, stdout } = await copy(source, target);

    expect(exitCode).toBe(0);
    expect(stdout).toContain('1 image: 1 copied');
    const copied = await rawManifest(mirror().target.url, 'mine/app', tagOrDigest);
    expect(copied).toEqual(Buffer.from(APP.root.bytes));
  });

  it('leaves no tag where it is given none', async () => {
    await copy(`app@${DIGEST}`, 'app');

    expect(await mirror().mirrored()).toEqual([]);
  });

  it('sends large blobs in chunks of the size that is wanted', async () => {
    const { source, target } = mirror();
    await push(LARGE, source.url, { repository: 'large', tag: '1' });

    await copy('large:1', 'large', '--chunk-from', '1MiB', '--chunk-size', '5MiB');

    const chunks = target.requests.filter(({ method }) => method === 'PATCH');
    expect(chunks.map(({ headers }) => headers['content-length'])).toEqual(['5242880', '757120']);
  });

  it('copies only the platforms that are wanted', async () => {
    const { source, target } = mirror();
    await push(index([APP, ARM]), source.url, { repository: 'app', tag: '1' });

    await copy('app:1', 'app', '--platform', 'linux/arm64');

    const { manifests } = JSON.parse(String(await rawManifest(target.url, 'app', '1')));
    expect(manifests).toEqual([expect.objectContaining({ digest: ARM.root.descriptor.digest })]);
  });

  it.each([
    [['1', SIGNATURE], []],
    [['1', SIGNATURE], ['--referrers']],
    [['1'], ['--no-referrers']],
  ])('leaves the tags %j at the target with %j', async (tags, args) => {
    const { source } = mirror();
    await push(OTHER, source.url, { repository: 'app', tag: SIGNATURE });

    await copy('app:1', 'app', ...args);

    expect((await mirror().mirrored()).toSorted()).toEqual(tags);
  });

  it.each([
    ['reports a target that differs', [], 1, OTHER],
    ['replaces it by --on-conflict overwrite', ['--on-conflict', 'overwrite'], 0, APP],
    ['replaces it by --force', ['--force'], 0, APP],
    ['leaves it by --on-conflict keep', ['--on-conflict=keep'], 0, OTHER],
    ['leaves it in a dry run', ['--force', '--dry-run'], 0, OTHER],
  ])('%s', async (_, args, exitCode, left) => {
    const { target } = mirror();
    await push(OTHER, target.url, { repository: 'app', tag: '1' });

    const result = await copy('app:1', 'app', ...args);

    expect(result.exitCode).toBe(exitCode);
    expect(await rawManifest(target.url, 'app', '1')).toEqual(Buffer.from(left.root.bytes));
  });

  it('prints the document of a run', async () => {
    const { report } = readReport(await copy('app:1', 'app', '--output', 'json'));

    expect(report.images).toEqual([
      expect.objectContaining({ status: 'copied', wantedDigest: DIGEST, targetDigest: DIGEST }),
    ]);
  });

  it.each([
    ['a name that is none', ['App:1', 'app'], 'lower case'],
    ['a platform that is none', ['app:1', 'app', '--platform', 'amd64'], 'names no platform'],
  ])('refuses %s before any request', async (_, [source = '', target = '', ...args], reason) => {
    const { exitCode, stderr } = await copy(source, target, ...args);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(reason);
    expect(mirror().requests).toEqual([]);
  });
});
