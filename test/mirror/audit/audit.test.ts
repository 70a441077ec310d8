import { beforeEach, describe, expect, it } from 'vitest';
import { InterruptedError } from '../../../lib/mirror/interrupted-error.ts';
import { digestOf as digestOfBytes } from '../../../lib/oci/digest.ts';
import { AuthenticationError } from '../../../lib/registry/errors.ts';
import { APP_IMAGE, AuditedMirror, SOURCE, TARGET } from '../../support/audited-mirror.ts';
import { digestOf } from '../../support/contents.ts';
import { namedImage } from '../../support/definition-builder.ts';
import { fill } from '../../support/fill.ts';
import { image } from '../../support/image-builder.ts';
import { FIRST_RUN, recordedOutcome, run, SECOND_RUN } from '../../support/run-builder.ts';

const APP = image({ seed: 1 });
const OTHER = image({ seed: 2 });
const DENIED = new AuthenticationError('no token was given', 'log in');

describe('audit', () => {
  let mirror: AuditedMirror;

  beforeEach(() => {
    mirror = new AuditedMirror();
  });

  it('finds nothing where targets are as recorded, and opens nothing to write', async () => {
    await mirror.mirror(APP);

    const report = await mirror.audit();

    expect(report).toMatchObject({ findings: [], unseen: [], images: 1, repositories: 1, tags: 1 });
    const { opened } = mirror.repositories;
    expect(opened.length).toBeGreaterThan(1);
    expect(opened.filter((line) => !line.startsWith('pull '))).toEqual([]);
  });

  it('finds a target that has changed, with what was recorded when', async () => {
    await mirror.mirror(APP);
    await mirror.put(TARGET, OTHER, '1');

    const { findings } = await mirror.audit();

    expect(findings).toEqual([
      {
        kind: 'changed',
        target: `${TARGET}:1`,
        source: `${SOURCE}:1`,
        message: 'the tag 1 names other content than when it was last recorded',
        recordedDigest: digestOf(APP),
        runId: FIRST_RUN,
        recordedAt: '2026-01-01T00:00:30.000Z',
        foundDigest: digestOf(OTHER),
      },
    ]);
  });

  it('takes a change for none that a run records meanwhile', async () => {
    await mirror.mirror(APP);
    await mirror.put(TARGET, OTHER, '1');
    const { ledger, repositories } = mirror;
    repositories.of(TARGET).script.on('resolve', async () => {
      const names = { source: `${SOURCE}:1`, target: `${TARGET}:1` };
      await ledger.openRun(run({ id: SECOND_RUN }));
      await ledger.record(SECOND_RUN, recordedOutcome({ ...names, targetDigest: digestOf(OTHER) }));
    });

    expect(await mirror.audit()).toMatchObject({ findings: [], unseen: [] });
  });

  it('takes a name by another algorithm for the same content', async () => {
    await mirror.mirror(APP);
    const targetDigest = digestOfBytes(APP.root.bytes, 'sha512');
    const ledger = new AuditedMirror();
    await ledger.record(APP, '1', { targetDigest });

    const { findings } = await mirror.audit(undefined, { ledger: ledger.ledger });

    expect(findings).toEqual([]);
  });

  it('finds a target that is missing', async () => {
    await mirror.put(SOURCE, APP, '1');
    await mirror.record(APP);

    const { findings } = await mirror.audit();

    expect(findings).toMatchObject([
      { kind: 'missing', target: `${TARGET}:1`, recordedDigest: digestOf(APP), foundDigest: null },
    ]);
  });

  it('finds a target that no run has recorded', async () => {
    await mirror.put(SOURCE, APP, '1');
    await mirror.put(TARGET, APP, '1');

    const { findings } = await mirror.audit();

    expect(findings).toMatchObject([
      { kind: 'unrecorded', target: `${TARGET}:1`, runId: null, foundDigest: digestOf(APP) },
    ]);
  });

  it('has nothing to say of an image that no run has come to yet', async () => {
    await mirror.put(SOURCE, APP, '1');

    expect(await mirror.audit()).toMatchObject({ findings: [], unseen: [], tags: 0 });
  });

  it('has nothing to say of a target that the last run did not come to look at', async () => {
    await mirror.put(SOURCE, APP, '1');
    await mirror.put(TARGET, APP, '1');
    await mirror.record(APP, '1', { status: 'failed', targetDigest: null });

    expect(await mirror.audit()).toMatchObject({ findings: [], unseen: [] });
  });

  it('looks for an image without a tag by its digest', async () => {
    const digest = digestOf(APP);
    const byDigest = namedImage(`${SOURCE}@${digest}`, `${TARGET}@${digest}`);
    await mirror.put(SOURCE, APP, 'any');
    await mirror.record(APP, '1', { target: `${TARGET}@${digest}` });

    const { findings } = await mirror.audit([byDigest]);

    expect(findings).toMatchObject([{ kind: 'missing', target: `${TARGET}@${digest}` }]);
  });

  it('looks for what a platform filter has left of such an image', async () => {
    const name = `${TARGET}@${digestOf(APP)}`;
    await mirror.put(SOURCE, APP, 'any');
    await fill(mirror.repositories.of(TARGET).repository, OTHER);
    await mirror.record(OTHER, '1', { target: name });

    const { findings } = await mirror.audit([namedImage(`${SOURCE}@${digestOf(APP)}`, name)]);

    expect(findings).toEqual([]);
  });

  it.each([
    ['still has its copy', true],
    ['has no copy', false],
  ])('finds an image that is gone upstream, of which the target %s', async (said, hasCopy) => {
    if (hasCopy) await mirror.put(TARGET, APP, '1');
    if (hasCopy) await mirror.record(APP);

    const { findings } = await mirror.audit();

    expect(findings).toMatchObject([
      { kind: 'vanished', source: `${SOURCE}:1`, target: `${TARGET}:1` },
    ]);
    expect(findings[0]?.message).toContain(said);
  });

  it('looks at the target where the source lets nobody in', async () => {
    await mirror.mirror(APP);
    await mirror.put(TARGET, OTHER, '1');
    mirror.repositories.of(SOURCE).script.fail('resolve', DENIED);

    const { findings, unseen } = await mirror.audit();

    expect(findings).toMatchObject([{ kind: 'changed' }]);
    expect(unseen).toMatchObject([
      {
        source: `${SOURCE}:1`,
        target: `${TARGET}:1`,
        error: { kind: 'auth', side: 'source', hint: 'log in' },
      },
    ]);
  });

  it('looks at the source where the target lets nobody in', async () => {
    await mirror.record(APP);
    const { script } = mirror.repositories.of(TARGET);
    script.fail('resolve', DENIED);

    const { findings, unseen } = await mirror.audit();

    expect(findings).toMatchObject([{ kind: 'vanished' }]);
    expect(unseen).toMatchObject([{ error: { kind: 'auth', side: 'target' } }]);
  });

  it('asks a source once that has several targets', async () => {
    await mirror.mirror(APP);
    const { script } = mirror.repositories.of(SOURCE);

    await mirror.audit([APP_IMAGE, namedImage(`${SOURCE}:1`, 'mirror.example/second:1')]);

    expect(script.names('resolve')).toEqual(['1']);
  });

  it('ends with the reason of an abort, and looks no further', async () => {
    const images = Array.from({ length: 9 }, (_, tag) =>
      namedImage(`${SOURCE}:${tag}`, `${TARGET}:${tag}`),
    );
    const controller = new AbortController();
    const { script } = mirror.repositories.of(TARGET);
    script.on('resolve', () => controller.abort(new InterruptedError()), 1);

    const auditing = mirror.audit(images, { signal: controller.signal });

    await expect(auditing).rejects.toBeInstanceOf(InterruptedError);
    expect(script.names('resolve').length).toBeLessThan(images.length);
    expect(script.names('listTags')).toEqual([]);
  });

  it('ends where the ledger cannot be read', async () => {
    const failure = new Error('disk');
    const ledger = { readImage: () => Promise.reject(failure) };

    await expect(mirror.audit(undefined, { ledger })).rejects.toBe(failure);
  });
});
