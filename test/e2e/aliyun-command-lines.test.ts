import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useCommandMirror } from '../support/command-mirror.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { push } from '../support/push.ts';
import { rawManifest } from '../support/raw-manifest.ts';

const ARM = image({ seed: 2, platform: 'linux/arm/v7' });
const SEVERAL = index([image({ seed: 2 }), ARM]);

describe("a command line of Aliyun's image-syncer", () => {
  const mirror = useCommandMirror();

  /** Writes the files that it is called with: `app` to the target, whatever its name there. */
  async function writeFiles(destination: string): Promise<void> {
    const { source, workplace } = mirror();
    await workplace.write('images.json', { [`${source.host}/app:1`]: destination });
    await workplace.write('auth.json', { [source.host]: { insecure: true } });
  }

  it('copies what its files say', async () => {
    await writeFiles(`${mirror().target.host}/app`);
    const files = ['--auth=./auth.json', '--images=./images.json'];

    const { exitCode } = await mirror().run(['--proc=6', ...files, '--retries=3']);

    expect(exitCode).toBe(0);
    expect(await mirror().mirrored()).toEqual(['1']);
  });

  it('copies what its file of both says', async () => {
    const { source, target, workplace } = mirror();
    const images = { [`${source.host}/app:1`]: `${target.host}/app` };
    await workplace.write('c.yaml', { auth: { [source.host]: { insecure: true } }, images });

    const { exitCode } = await mirror().run(['--config', 'c.yaml']);

    expect(exitCode).toBe(0);
    expect(await mirror().mirrored()).toEqual(['1']);
  });

  it.each([
    ['flags', (host: string) => ['--registry', host, '--namespace', 'team'], () => ({})],
    [
      'variables',
      () => [],
      (host: string) => ({ DEFAULT_REGISTRY: host, DEFAULT_NAMESPACE: 'team' }),
    ],
  ])('puts images without a destination where removed %s say', async (_, args, env) => {
    const { host } = mirror().target;
    await writeFiles('');

    const { exitCode, stderr } = await mirror().run(
      ['--images', 'images.json', ...args(host)],
      env(host),
    );

    expect(exitCode).toBe(0);
    expect(await mirror().mirrored('team/app')).toEqual(['1']);
    expect(stderr.match(/^warning: .* is deprecated: for empty destinations/gm)).toHaveLength(2);
  });

  it.each([
    [['--os', 'linux', '--arch', 'arm:v7']],
    [['--arch', 'arm']],
    [['--platform', 'linux/arm/v7']],
  ])('copies the platform that %j chooses', async (args) => {
    const { source, target } = mirror();
    await push(SEVERAL, source.url, { repository: 'app', tag: '1' });
    await writeFiles(`${target.host}/app`);

    const { exitCode } = await mirror().run(['--images', 'images.json', ...args]);

    expect(exitCode).toBe(0);
    const { manifests } = JSON.parse(String(await rawManifest(target.url, 'app', '1')));
    expect(manifests).toEqual([expect.objectContaining({ digest: ARM.root.descriptor.digest })]);
  });

  it('lists what is in place, as images to be copied again, although another one failed', async () => {
    const { source, target, workplace } = mirror();
    await workplace.write('images.json', {
      [`${source.host}/app:1`]: `${target.host}/app`,
      [`${source.host}/absent:1`]: `${target.host}/absent`,
    });
    const list = ['--output-success-images', 'ok.yaml', '--output-images-format', 'json'];

    const { exitCode } = await mirror().run(['--images', 'images.json', ...list]);

    expect(exitCode).toBe(1);
    const written = await readFile(join(workplace.folder, 'ok.yaml'), 'utf8');
    expect(JSON.parse(written)).toEqual({ [`${source.host}/app:1`]: [`${target.host}/app:1`] });
    expect((await mirror().run(['--images', 'ok.yaml'])).exitCode).toBe(0);
  });

  it('says that a dry run lists nothing', async () => {
    const list = ['--output-success-images', 'ok.yaml'];

    const { stderr } = await mirror().run(['plan', ...list]);

    expect(stderr).toContain('warning: a dry run leaves ok.yaml unwritten\n');
    expect(existsSync(join(mirror().workplace.folder, 'ok.yaml'))).toBe(false);
  });
});
