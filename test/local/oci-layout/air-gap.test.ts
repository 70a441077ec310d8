import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDefinition } from '../../../lib/definition/parse.ts';
import type { Outcome } from '../../../lib/mirror/outcome.ts';
import { artifact, cosignSignature, signatureTag } from '../../support/artifact-builder.ts';
import type { Built } from '../../support/built.ts';
import { bytesOf } from '../../support/chunks.ts';
import { digestOf, digestsOf } from '../../support/contents.ts';
import { image } from '../../support/image-builder.ts';
import { index } from '../../support/index-builder.ts';
import { type LocalMirror, startLocalMirror } from '../../support/local-mirror.ts';
import { store } from '../../support/store.ts';
import { openLayout, useFolder } from './layouts.ts';

describe('an image that is carried in a folder', () => {
  const folder = useFolder();
  let mirror: LocalMirror;

  const child = image({ platform: 'linux/arm64' });
  const both = index([image(), child], { attestations: true });
  const signature = cosignSignature(both.root.descriptor);
  const report = artifact({ subject: both.root.descriptor });
  const ofChild = artifact({ seed: 2, subject: child.root.descriptor });
  const ofReport = artifact({ seed: 3, subject: report.root.descriptor });
  const referrers: readonly Built[] = [report, ofChild, ofReport];
  const everything = [both, signature, ...referrers].flatMap(({ manifests }) => manifests);

  beforeEach(async () => {
    mirror = await startLocalMirror();
    await mirror.publish(both, 'app');
    await mirror.publish(signature, 'app', signatureTag(digestOf(both)));
    for (const built of referrers) await store(built, mirror.source.storage, { repository: 'app' });
  });

  afterEach(() => mirror.end());

  const layout = () => join(folder(), 'app');

  const carry = async (source: string, target: string, dryRun = false): Promise<Outcome> => {
    const text = JSON.stringify({ images: [{ source, target }] });
    const definition = parseDefinition(text, { file: 'images.yaml', environment: {} });
    const { images } = await mirror.run(definition, { dryRun });
    const [outcome] = images;
    if (!outcome) throw new Error('the run has no outcome');
    return outcome;
  };
  const fill = (dryRun?: boolean) =>
    carry(`${mirror.source.host}/app:1`, `oci:${layout()}:1`, dryRun);
  const empty = () => carry(`oci:${layout()}:1`, `${mirror.target.host}/app:1`);

  it('arrives byte for byte with everything that refers to it', async () => {
    expect(await fill()).toMatchObject({ status: 'copied', targetDigest: digestOf(both) });
    expect(await empty()).toMatchObject({ status: 'copied', targetDigest: digestOf(both) });

    const { storage } = mirror.target;
    for (const { descriptor, bytes } of everything) {
      const arrived = await bytesOf(storage.openContent('app', descriptor.digest));
      expect(arrived).toEqual(Buffer.from(bytes));
    }
    const listed = (await storage.listManifests('app')) ?? [];
    expect(new Set(listed.map(({ digest }) => digest))).toEqual(new Set(digestsOf(everything)));
    expect(listed.find(({ tag }) => tag === signatureTag(digestOf(both)))?.digest).toBe(
      digestOf(signature),
    );
  });

  it('is unchanged when it is carried again', async () => {
    await fill();
    await empty();

    expect(await fill()).toMatchObject({ status: 'unchanged' });
    expect(await empty()).toMatchObject({ status: 'unchanged' });
  });

  it('is not written by a dry run, which says what it would come to', async () => {
    expect(await fill(true)).toMatchObject({ status: 'copied', targetDigest: digestOf(both) });

    expect(await openLayout(layout()).resolve('1')).toBeUndefined();
  });

  it('fails with the path where there is no such folder', async () => {
    const { status, error } = await empty();

    expect(status).toBe('failed');
    expect(error).toMatchObject({ kind: 'not-found', side: 'source' });
    expect(JSON.stringify(error)).toContain(layout());
  });
});
