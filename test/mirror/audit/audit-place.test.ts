import { beforeEach, describe, expect, it } from 'vitest';
import { MissingContentError } from '../../../lib/content/missing-content.ts';
import { InterruptedError } from '../../../lib/mirror/interrupted-error.ts';
import { AuthenticationError } from '../../../lib/registry/errors.ts';
import { cosignSignature, signatureTag } from '../../support/artifact-builder.ts';
import { APP_IMAGE, AuditedMirror, SOURCE, TARGET } from '../../support/audited-mirror.ts';
import { digestOf } from '../../support/contents.ts';
import { namedImage, selectedImages } from '../../support/definition-builder.ts';
import { image } from '../../support/image-builder.ts';
import { FIRST_RUN } from '../../support/run-builder.ts';

const APP = image({ seed: 1 });
const OTHER = image({ seed: 2 });
const DENIED = new AuthenticationError('no token was given', 'log in');
const SELECTED = selectedImages(SOURCE, TARGET, {
  tags: { include: [{ kind: 'glob', text: '2*' }], exclude: [] },
});

describe('the audit of a repository', () => {
  let mirror: AuditedMirror;

  beforeEach(async () => {
    mirror = new AuditedMirror();
    await mirror.mirror(APP);
  });

  it('finds a tag that nobody has recorded', async () => {
    await mirror.put(TARGET, OTHER, 'by-hand');

    const { findings } = await mirror.audit();

    expect(findings).toMatchObject([
      { kind: 'unexplained', target: `${TARGET}:by-hand`, source: null, runId: null },
    ]);
    expect(findings[0]?.message).toContain('no run has recorded it');
  });

  it('finds a tag that has left the definition, with what is recorded of it', async () => {
    await mirror.mirror(OTHER, '2');

    const { findings } = await mirror.audit();

    expect(findings).toMatchObject([
      {
        kind: 'unexplained',
        target: `${TARGET}:2`,
        source: `${SOURCE}:2`,
        recordedDigest: digestOf(OTHER),
        runId: FIRST_RUN,
      },
    ]);
    expect(findings[0]?.message).toContain('any more');
  });

  it('lists a repository once, however many images are to be in it', async () => {
    await mirror.mirror(OTHER, '2');

    const report = await mirror.audit([APP_IMAGE, namedImage(`${SOURCE}:2`, `${TARGET}:2`)]);

    expect(report).toMatchObject({ findings: [], repositories: 1, tags: 2 });
    expect(mirror.repositories.of(TARGET).script.names('listTags')).toHaveLength(1);
  });

  it('takes a repository that does not exist for one without tags', async () => {
    const nowhere = namedImage(`${SOURCE}:1`, 'mirror.example/new:1');
    const { script } = mirror.repositories.of('mirror.example/new');
    script.fail('listTags', new MissingContentError(digestOf(APP)));

    expect(await mirror.audit([nowhere])).toMatchObject({ findings: [], unseen: [], tags: 0 });
  });

  it('finds nothing in a list that breaks off, and says so', async () => {
    await mirror.put(TARGET, OTHER, 'by-hand');
    mirror.repositories.of(TARGET).script.fail('listTags', DENIED);

    const { findings, unseen } = await mirror.audit();

    expect(findings).toEqual([]);
    expect(unseen).toMatchObject([
      { target: TARGET, source: null, error: { kind: 'auth', side: 'target' } },
    ]);
  });

  it('finds the few among very many', async () => {
    const selected = selectedImages(SOURCE, TARGET);
    const tags = Array.from({ length: 20_000 }, (_, number) => `v${number}`);
    await mirror.repositories.tag(TARGET, tags);
    const unexplained = tags.slice(0, 3);
    await mirror.repositories.tag(SOURCE, tags.slice(3));
    for (const tag of tags.slice(3)) await mirror.record(APP, tag);

    const { findings, tags: seen } = await mirror.audit([selected]);

    expect(seen).toBe(20_001);
    expect(findings.filter(({ kind }) => kind === 'unexplained')).toMatchObject(
      unexplained.map((tag) => ({ target: `${TARGET}:${tag}` })),
    );
  });
});

describe('the audit of a selection', () => {
  let mirror: AuditedMirror;

  beforeEach(async () => {
    mirror = new AuditedMirror();
    await mirror.mirror(APP, '2.0');
  });

  it('explains what it selects, and nothing else', async () => {
    await mirror.mirror(OTHER, '1.0');

    const { findings } = await mirror.audit([SELECTED]);

    expect(findings).toMatchObject([{ kind: 'unexplained', target: `${TARGET}:1.0` }]);
  });

  it('tells a tag that upstream has removed from one that is not wanted any more', async () => {
    await mirror.put(TARGET, OTHER, '2.1');
    await mirror.record(OTHER, '2.1');

    const { findings } = await mirror.audit([SELECTED]);

    expect(findings).toMatchObject([
      {
        kind: 'vanished',
        target: `${TARGET}:2.1`,
        source: `${SOURCE}:2.1`,
        recordedDigest: digestOf(OTHER),
      },
    ]);
  });

  it('says where it cannot be told which of the two it is', async () => {
    await mirror.put(TARGET, OTHER, '2.1');
    await mirror.record(OTHER, '2.1');
    const { script } = mirror.repositories.of(SOURCE);
    script.on('resolve', (name) => {
      if (name === '2.1') throw DENIED;
    });

    const { findings, unseen } = await mirror.audit([SELECTED]);

    expect(findings).toEqual([]);
    expect(unseen).toMatchObject([{ target: `${TARGET}:2.1`, error: { side: 'source' } }]);
  });

  it('finds a selection that finds nothing any more', async () => {
    const none = {
      ...SELECTED,
      tags: { include: [{ kind: 'glob', text: '9*' } as const], exclude: [] },
    };

    const { findings } = await mirror.audit([none]);

    expect(findings.map(({ kind }) => kind)).toEqual(['vanished', 'unexplained']);
    expect(findings[0]).toMatchObject({ source: SOURCE, target: null });
    expect(findings[0]?.message).toContain('the selection finds none');
  });

  it('finds a selection from a repository that is gone', async () => {
    const { script } = mirror.repositories.of(SOURCE);
    script.fail('listTags', new MissingContentError(digestOf(APP)));

    const { findings, unseen } = await mirror.audit([SELECTED]);

    expect(unseen).toEqual([]);
    expect(findings).toMatchObject([
      { kind: 'vanished', source: SOURCE, target: null },
      { kind: 'unexplained', target: `${TARGET}:2.0` },
    ]);
  });

  it('ends with the reason of an abort that comes while tags are listed', async () => {
    const controller = new AbortController();
    const abort = () => controller.abort(new InterruptedError());
    mirror.repositories.of(SOURCE).script.on('listTags', abort);

    const auditing = mirror.audit([SELECTED], { signal: controller.signal });

    await expect(auditing).rejects.toBeInstanceOf(InterruptedError);
  });

  it('has nothing against one that may be empty', async () => {
    const empty = selectedImages('up.example/empty', TARGET, { allowEmpty: true });

    const { findings, unseen } = await mirror.audit([SELECTED, empty]);

    expect([...findings, ...unseen]).toEqual([]);
  });

  it('judges no tag of a repository where it is not known what is selected', async () => {
    await mirror.put(TARGET, OTHER, 'by-hand');
    mirror.repositories.of(SOURCE).script.fail('listTags', DENIED);

    const { findings, unseen } = await mirror.audit([SELECTED]);

    expect(findings).toEqual([]);
    expect(unseen).toMatchObject([{ source: SOURCE, target: null, error: { kind: 'auth' } }]);
  });

  it('explains the tag of a target of which the definition says two things, which is an error', async () => {
    const rival = selectedImages('up.example/rival', TARGET);
    await mirror.put('up.example/rival', OTHER, '2.0');
    // Nobody knows which of the two it is that is signed.
    await mirror.put(TARGET, cosignSignature(OTHER.root.descriptor), signatureTag(digestOf(OTHER)));

    const { findings, unseen } = await mirror.audit([SELECTED, rival]);

    expect(findings).toEqual([]);
    expect(unseen).toMatchObject([
      { target: `${TARGET}:2.0`, error: { code: 'TARGET_AMBIGUOUS' } },
      { target: `${TARGET}:2.0`, error: { code: 'TARGET_AMBIGUOUS' } },
    ]);
  });
});
