import { mkdir, readdir, readFile, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentFile } from '../../../lib/local/oci-layout/layout-files.ts';
import { parseManifest } from '../../../lib/oci/manifest.ts';
import { begun } from '../../support/begun.ts';
import { bytesOf, chunksOf } from '../../support/chunks.ts';
import { digestOf } from '../../support/contents.ts';
import { image } from '../../support/image-builder.ts';
import { index } from '../../support/index-builder.ts';
import { upload } from '../../support/upload.ts';
import { linesOf, namesIn, openLayout, put, stagedFiles, useFolder } from './layouts.ts';

const REF_NAME = 'org.opencontainers.image.ref.name';

describe('OciLayoutRepository', () => {
  const folder = useFolder();
  const built = image();
  const [blob = built.root] = built.blobs;

  it('makes a folder a layout that lists nothing but what is entered by', async () => {
    const both = index([image(), image({ platform: 'linux/arm64' })]);
    const layout = join(folder(), 'new/app');

    await put(both, openLayout(layout), '1');

    expect(await readFile(join(layout, 'oci-layout'), 'utf8')).toBe(
      '{"imageLayoutVersion":"1.0.0"}',
    );
    expect(await linesOf(layout)).toEqual([
      { ...both.root.descriptor, annotations: { [REF_NAME]: '1' } },
    ]);
    expect(await readdir(join(layout, 'blobs/sha256'))).toHaveLength(
      both.blobs.length + both.manifests.length,
    );
  });

  it('finds manifests that index.json does not list', async () => {
    const child = image({ platform: 'linux/arm64' });
    const layout = openLayout(folder());
    await put(index([image(), child]), layout, '1');

    expect(await layout.resolve(digestOf(child))).toEqual(child.root.descriptor);
  });

  it('takes no blob for a manifest', async () => {
    const layout = openLayout(folder());
    await put(built, layout, '1');

    for (const { descriptor } of built.blobs) {
      expect(await layout.resolve(descriptor.digest)).toBeUndefined();
    }
  });

  it('knows no list of referrers, and says so of each manifest that it takes', async () => {
    const layout = openLayout(folder());
    const referrer = image({ seed: 2, subject: built.root.descriptor });
    await put(referrer, layout);

    const stored = await layout.putManifest(parseManifest(referrer.root.bytes));

    expect(stored).toEqual({ listsReferrer: false });
    expect(await layout.listReferrers(digestOf(built))).toBeUndefined();
  });

  it('lists each name once', async () => {
    const layout = openLayout(folder());
    await put(built, layout, '1');
    await put(built, layout, '2');
    await put(image({ seed: 2 }), layout, '1');

    expect(await namesIn(layout)).toEqual(['2', '1']);
  });

  it.each(['missing', 'without index.json'])('lists no tags of a folder that is %s', async (is) => {
    const layout = join(folder(), is);
    if (is !== 'missing') await mkdir(layout);

    await expect(namesIn(openLayout(layout))).rejects.toMatchObject({
      kind: 'not-found',
      message: `the OCI layout ${layout} does not have index.json`,
    });
  });

  it('refuses a name that stands for two manifests', async () => {
    const layout = openLayout(folder());
    await put(built, layout, '1');
    const other = image({ seed: 2 }).root.descriptor;
    const twice = [...(await linesOf(folder())), { ...other, annotations: { [REF_NAME]: '1' } }];
    await writeFile(join(folder(), 'index.json'), JSON.stringify({ manifests: twice }));

    await expect(layout.resolve('1')).rejects.toThrow('gives the name 1 to 2 manifests');
  });

  it('shows nothing of a blob before all of it is written', async () => {
    const layout = openLayout(folder());
    const started = await begun(layout.startUpload(blob.descriptor));
    async function* content() {
      for await (const chunk of chunksOf(blob.bytes, 100)) {
        expect(await layout.hasBlob(blob.descriptor)).toBe(false);
        yield chunk;
      }
    }

    await started.write(content());

    expect(await layout.hasBlob(blob.descriptor)).toBe(true);
    expect(await stagedFiles(folder())).toEqual([]);
  });

  it('shows nothing of a blob with other bytes of the same length', async () => {
    const layout = openLayout(folder());
    const started = await begun(layout.startUpload(blob.descriptor));
    const wrong = Buffer.alloc(blob.bytes.byteLength);

    await expect(started.write(chunksOf(wrong))).rejects.toMatchObject({
      code: 'CONTENT_MISMATCH',
    });
    await started.cancel();

    expect(await layout.hasBlob(blob.descriptor)).toBe(false);
    expect(await stagedFiles(folder())).toEqual([]);
  });

  it('writes a blob anew that somebody else cut off', async () => {
    const layout = openLayout(folder());
    await upload(layout, blob);
    await truncate(contentFile(folder(), blob.descriptor.digest), 1);

    expect(await layout.hasBlob(blob.descriptor)).toBe(false);
    await upload(layout, blob);

    expect(await bytesOf(await layout.openBlob(blob.descriptor))).toEqual(Buffer.from(blob.bytes));
  });

  it('links no blob that another layout has wrong', async () => {
    const mountFrom = join(folder(), 'base');
    await upload(openLayout(mountFrom), blob);
    const file = contentFile(mountFrom, blob.descriptor.digest);
    await writeFile(file, Buffer.alloc(blob.descriptor.size));

    const app = openLayout(join(folder(), 'app'));
    const started = await app.startUpload(blob.descriptor, { mountFrom });

    expect(started).not.toBe('mounted');
    await (await begun(Promise.resolve(started))).cancel();
  });

  it('removes what a killed process left a day ago, and nothing newer', async () => {
    const layout = openLayout(folder());
    await writeFile(join(folder(), '.staged-old'), 'left');
    await writeFile(join(folder(), '.staged-new'), 'under way');
    await utimes(join(folder(), '.staged-old'), 0, 0);

    await upload(layout, blob);

    expect(await stagedFiles(folder())).toEqual(['.staged-new']);
  });

  it('fails where a manifest has other bytes than its name says', async () => {
    const layout = openLayout(folder());
    await put(built, layout, '1');
    await writeFile(contentFile(folder(), digestOf(built)), '{}');

    await expect(layout.fetchManifest(digestOf(built))).rejects.toMatchObject({
      code: 'CONTENT_MISMATCH',
    });
  });
});
