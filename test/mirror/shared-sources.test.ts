import { beforeEach, describe, expect, it } from 'vitest';
import type { Access, ContentSource } from '../../lib/content/ports.ts';
import { SharedSources, type SharedSourcesOptions } from '../../lib/mirror/shared-sources.ts';
import { parseReference } from '../../lib/oci/reference.ts';
import { digestOf } from '../support/contents.ts';
import { passingFailure } from '../support/failure.ts';
import { fill } from '../support/fill.ts';
import { image } from '../support/image-builder.ts';
import { type Scripted, ScriptedRepositories } from '../support/scripted-repositories.ts';

const NAME = 'quay.io/app';
const BUILT = image();
const DIGEST = digestOf(BUILT);
const OTHER = image({ seed: 2 });

describe('SharedSources', () => {
  let repositories: ScriptedRepositories;
  let app: Scripted;

  beforeEach(async () => {
    repositories = new ScriptedRepositories();
    app = repositories.of(NAME);
    await repositories.tag(NAME, ['1']);
    await fill(app.repository, BUILT);
    await fill(app.repository, OTHER);
  });

  /** Opens `name` for each of two targets of one run. */
  function openTwice(options?: SharedSourcesOptions, access: Access = 'pull'): ContentSource[] {
    const sources = new SharedSources(repositories, options);
    return [0, 1].map(() => sources.open(parseReference(NAME), access));
  }

  it('reads a manifest once, one after the other and at one time', async () => {
    const [one, other] = openTwice();

    const first = await Promise.all([one?.fetchManifest(DIGEST), other?.fetchManifest(DIGEST)]);
    const later = await other?.fetchManifest(DIGEST);

    expect([...first, later].map((document) => document?.digest)).toEqual([DIGEST, DIGEST, DIGEST]);
    expect(app.script.names('fetchManifest')).toEqual([DIGEST]);
  });

  it('resolves a tag once, so that it means the same to both', async () => {
    const [one, other] = openTwice();
    const first = await one?.resolve('1');
    await app.repository.putManifest(await app.repository.fetchManifest(digestOf(OTHER)), {
      tag: '1',
    });

    const second = await other?.resolve('1');

    expect(second).toEqual(first);
    expect(app.script.names('resolve')).toEqual(['1']);
  });

  it('asks again for what failed', async () => {
    const [one, other] = openTwice();
    const failure = passingFailure();
    app.script.fail('fetchManifest', failure, 1);
    app.script.fail('resolve', failure, 1);

    await expect(one?.fetchManifest(DIGEST)).rejects.toBe(failure);
    await expect(one?.resolve('1')).rejects.toBe(failure);

    expect(await other?.fetchManifest(DIGEST)).toMatchObject({ digest: DIGEST });
    expect(await other?.resolve('1')).toMatchObject({ digest: DIGEST });
  });

  it('asks again for a tag that was not found', async () => {
    const [one, other] = openTwice();
    expect(await one?.resolve('2')).toBeUndefined();
    await repositories.tag(NAME, ['2']);

    expect(await other?.resolve('2')).toMatchObject({ digest: DIGEST });
  });

  it('asks again for what it had no room to remember', async () => {
    const [one, other] = openTwice({ manifestBytes: BUILT.root.bytes.byteLength, tags: 1 });
    await repositories.tag(NAME, ['2']);
    for (const tag of ['1', '2', '1']) await one?.resolve(tag);
    for (const digest of [DIGEST, digestOf(OTHER)]) await one?.fetchManifest(digest);

    await other?.fetchManifest(DIGEST);

    expect(app.script.names('fetchManifest')).toEqual([DIGEST, digestOf(OTHER), DIGEST]);
    expect(app.script.names('resolve')).toEqual(['1', '2', '1']);
  });

  it('takes nothing of one repository for that of another', async () => {
    await fill(repositories.of('quay.io/copy').repository, BUILT);
    const sources = new SharedSources(repositories);

    for (const name of [NAME, 'quay.io/copy']) {
      await sources.open(parseReference(name), 'pull').fetchManifest(DIGEST);
    }

    expect(repositories.of('quay.io/copy').script.names('fetchManifest')).toEqual([DIGEST]);
  });

  it('shares nothing of a repository that is opened to be written to', async () => {
    for (const target of openTwice({}, 'pull,push')) {
      await target.resolve('1');
      await target.fetchManifest(DIGEST);
    }

    expect(app.script.steps).toEqual(['resolve', 'fetchManifest', 'resolve', 'fetchManifest']);
  });

  it('rejects what is asked with an aborted signal, also where it knows the answer', async () => {
    const [source] = openTwice();
    await source?.fetchManifest(DIGEST);

    const signal = AbortSignal.abort('enough');

    await expect(source?.fetchManifest(DIGEST, { signal })).rejects.toBe('enough');
  });
});
