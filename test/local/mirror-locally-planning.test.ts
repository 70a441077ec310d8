import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LedgerFileError } from '../../lib/local/errors.ts';
import { openSqliteLedger } from '../../lib/local/open-sqlite-ledger.ts';
import type { SyncEvent } from '../../lib/mirror/events.ts';
import { systemClock } from '../../lib/mirror/system-clock.ts';
import { countAsked } from '../support/asked.ts';
import { definitionOf, namedImage, selectedImages } from '../support/definition-builder.ts';
import { image } from '../support/image-builder.ts';
import { index } from '../support/index-builder.ts';
import { type LocalMirror, startLocalMirror } from '../support/local-mirror.ts';

const APP = image({ seed: 1 });
const OTHER = image({ seed: 2 });

describe('mirrorLocally, as it plans,', () => {
  let mirror: LocalMirror;

  beforeEach(async () => {
    mirror = await startLocalMirror();
  });

  afterEach(() => mirror.end());

  it('brings what is selected, and reports what was settled in its place', async () => {
    await mirror.publish(APP, 'app');
    await mirror.publish(OTHER, 'app', '2');
    const { source, target } = mirror;
    const events: SyncEvent['type'][] = [];

    const { run, images } = await mirror.run(
      definitionOf(
        selectedImages(`${source.host}/missing`, `${target.host}/missing`),
        selectedImages(`${source.host}/app`, `${target.host}/app`),
        namedImage(`${source.host}/app:2`, `${target.host}/last:2`),
      ),
      { listener: ({ type }) => void events.push(type) },
    );

    expect(images.map((outcome) => [outcome.source, outcome.target, outcome.status])).toEqual([
      [`${source.host}/missing`, null, 'failed'],
      [`${source.host}/app:1`, `${target.host}/app:1`, 'copied'],
      [`${source.host}/app:2`, `${target.host}/app:2`, 'copied'],
      [`${source.host}/app:2`, `${target.host}/last:2`, 'copied'],
    ]);
    expect(images[0]?.error).toMatchObject({ kind: 'not-found', side: 'source' });
    expect(run).toMatchObject({
      state: 'completed',
      expected: 4,
      counts: { copied: 3, failed: 1 },
    });
    expect(events.slice(0, 4)).toEqual(['listing', 'listing', 'planned', 'settled']);
  });

  it('writes nothing where selections claim one target for two images', async () => {
    await mirror.publish(APP, 'app');
    await mirror.publish(OTHER, 'other');
    const { source, target } = mirror;

    const { images } = await mirror.run(
      definitionOf(
        selectedImages(`${source.host}/app`, `${target.host}/one`),
        selectedImages(`${source.host}/other`, `${target.host}/one`),
      ),
    );

    expect(images.map(({ error }) => error?.code)).toEqual([
      'TARGET_AMBIGUOUS',
      'TARGET_AMBIGUOUS',
    ]);
    expect(target.requests).toEqual([]);
  });

  it.each([1, 4])('reads each manifest once for two targets, by %i workers', async (workers) => {
    const built = index([image({ platform: 'linux/amd64' }), image({ platform: 'linux/arm64' })]);
    await mirror.publish(built, 'app');
    const { source, target } = mirror;

    const { images } = await mirror.run(
      definitionOf(
        namedImage(`${source.host}/app:1`, `${target.host}/one:1`),
        namedImage(`${source.host}/app:1`, `${target.host}/other:1`),
      ),
      { workers },
    );

    expect(images.map(({ status }) => status)).toEqual(['copied', 'copied']);
    for (const { descriptor } of built.manifests) {
      expect(countAsked(source, 'GET', new RegExp(`/manifests/${descriptor.digest}$`))).toBe(1);
    }
    expect(countAsked(source, 'HEAD', /\/manifests\/1$/)).toBe(1);
  });

  it('rejects when the ledger fails before an image was begun', async () => {
    const { source, target } = mirror;
    const definition = definitionOf(
      selectedImages(`${source.host}/missing`, `${target.host}/missing`),
      namedImage(`${source.host}/app:1`, `${target.host}/app:1`),
    );

    const running = mirror.run(definition, {
      listener: ({ type }) => type === 'planned' && mirror.breakLedger(),
    });

    await expect(running).rejects.toThrow(LedgerFileError);
    expect(target.requests).toEqual([]);
  });

  it('reads a ledger in a dry run, and leaves it and its folder as they are', async () => {
    await mirror.publish(APP, 'app');
    await mirror.run(mirror.define(['app']));
    const before = readFileSync(mirror.ledgerFile);

    const { run, images } = await mirror.run(mirror.define(['app']), { dryRun: true });

    expect(images).toMatchObject([{ status: 'unchanged' }]);
    expect(readFileSync(mirror.ledgerFile)).toEqual(before);
    expect(readdirSync(dirname(mirror.ledgerFile))).toEqual(['ledger.db']);
    const { ledger, close } = openSqliteLedger(mirror.ledgerFile, { clock: systemClock });
    expect(await ledger.readRun(run.id)).toBeUndefined();
    close();
  });

  it('refuses the file of another program in a dry run too', async () => {
    writeFileSync(mirror.ledgerFile, 'not a ledger');

    const running = mirror.run(mirror.define(['app']), { dryRun: true });

    await expect(running).rejects.toThrow(LedgerFileError);
  });
});
