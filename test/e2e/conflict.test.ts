import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWith } from '../support/describe-with.ts';
import { type DockerRegistry, startDockerRegistry } from '../support/docker-registry.ts';
import { expectStatus } from '../support/expect-status.ts';
import { folderListing } from '../support/folder-listing.ts';
import { image } from '../support/image-builder.ts';
import { push } from '../support/push.ts';
import { rawManifest } from '../support/raw-manifest.ts';
import { inspectRaw } from '../support/skopeo.ts';
import { syncDefinition } from '../support/sync-definition.ts';
import { useWorkplace } from '../support/workplace.ts';

const FIRST = image({ seed: 1 });
const SECOND = image({ seed: 2 });

describeWith(['docker-registry', 'skopeo'], 'a tag that upstream moved', () => {
  let source: DockerRegistry;
  let target: DockerRegistry;
  const workplace = useWorkplace();
  let tags = 0;
  let tag: string;

  beforeAll(async () => {
    source = await startDockerRegistry();
    target = await startDockerRegistry();
  });

  afterAll(async () => {
    await source.stop();
    await target.stop();
  });

  beforeEach(async () => {
    tag = `moved-${tags++}`;
    await push(FIRST, source.url, { repository: 'app', tag });
    await sync();
    await push(SECOND, source.url, { repository: 'app', tag });
  }, 60_000);

  const sync = (policy: object = {}, args: readonly string[] = []) =>
    syncDefinition(
      workplace(),
      {
        images: [{ source: `${source.host}/app:${tag}`, target: `${target.host}/app`, ...policy }],
      },
      args,
    );

  const mirrored = () => inspectRaw(`${target.host}/app:${tag}`);

  it('is a conflict that names both digests and changes nothing', async () => {
    const before = await folderListing(target.folder);

    const { report, exitCode } = await sync();

    expect(report.images).toMatchObject([
      {
        status: 'conflict',
        sourceDigest: SECOND.root.descriptor.digest,
        targetDigest: FIRST.root.descriptor.digest,
        error: null,
      },
    ]);
    expect(exitCode).toBe(1);
    expect(await folderListing(target.folder)).toEqual(before);
    expect(await mirrored()).toEqual(Buffer.from(FIRST.root.bytes));
  });

  it('is told as text with both digests', async () => {
    const { stdout, exitCode } = await workplace().run([]);

    expect(stdout).toContain(FIRST.root.descriptor.digest);
    expect(stdout).toContain(SECOND.root.descriptor.digest);
    expect(stdout).toContain('1 conflict');
    expect(exitCode).toBe(1);
  });

  it.each([
    ['onConflict: overwrite', { onConflict: 'overwrite' }, []],
    ['--force', {}, ['--force']],
    ['--force over onConflict: keep', { onConflict: 'keep' }, ['--force']],
  ])('is followed by %s, which tells the digest before', async (_, policy, args) => {
    const { report, exitCode } = await sync(policy, args);

    expect(report.images).toMatchObject([
      {
        status: 'copied',
        previousDigest: FIRST.root.descriptor.digest,
        targetDigest: SECOND.root.descriptor.digest,
      },
    ]);
    expect(exitCode).toBe(0);
    expect(await mirrored()).toEqual(Buffer.from(SECOND.root.bytes));
  });

  it('names what it did when its replacement fails halfway', async () => {
    const third = image({ seed: 3 });
    await push(third, source.url, { repository: 'app', tag });
    const lost = third.blobs[1]?.descriptor.digest;
    const url = new URL(`/v2/app/blobs/${lost}`, source.url);
    await expectStatus(202, url, { method: 'DELETE' });

    const { report, exitCode } = await sync({ onConflict: 'overwrite' });

    expect(report.images).toMatchObject([
      {
        status: 'failed',
        targetDigest: FIRST.root.descriptor.digest,
        previousDigest: null,
        error: { kind: 'not-found', code: 'NOT_FOUND', side: 'source' },
      },
    ]);
    expect(exitCode).toBe(1);
    expect(await mirrored()).toEqual(Buffer.from(FIRST.root.bytes));
  });

  it('is left as it was by onConflict: keep, which is no failure', async () => {
    const { report, exitCode } = await sync({ onConflict: 'keep' });

    expect(report.images).toMatchObject([
      { status: 'skipped', reason: expect.any(String), error: null },
    ]);
    expect(exitCode).toBe(0);
    expect(await mirrored()).toEqual(Buffer.from(FIRST.root.bytes));
  });

  it('leaves what it named before under its digest', async () => {
    await sync({ onConflict: 'overwrite' });

    const kept = rawManifest(target.url, 'app', FIRST.root.descriptor.digest);

    await expect(kept).resolves.toEqual(Buffer.from(FIRST.root.bytes));
  });
});
