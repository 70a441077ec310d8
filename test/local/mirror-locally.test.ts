import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteLedger } from '../../lib/local/open-sqlite-ledger.ts';
import type { RunReport } from '../../lib/mirror/run.ts';
import { systemClock } from '../../lib/mirror/system-clock.ts';
import { bytesOf } from '../support/contents.ts';
import { lastingFailure } from '../support/failure.ts';
import { image } from '../support/image-builder.ts';
import { type LocalMirror, startLocalMirror } from '../support/local-mirror.ts';
import { wasWritten } from '../support/mirror.ts';

const APP = image({ seed: 1 });
const OTHER = image({ seed: 2 });

function statusesOf({ images }: RunReport): readonly string[] {
  return images.map(({ status }) => status);
}

describe('mirrorLocally', () => {
  let mirror: LocalMirror;

  beforeEach(async () => {
    mirror = await startLocalMirror();
  });

  afterEach(() => mirror.end());

  it('brings every image of the definition, and counts them', async () => {
    await mirror.publish(APP, 'app');
    await mirror.publish(OTHER, 'other');

    const { run, images } = await mirror.run(mirror.define(['app', 'other']));

    expect(images.map(({ status, targetDigest }) => [status, targetDigest])).toEqual([
      ['copied', APP.root.descriptor.digest],
      ['copied', OTHER.root.descriptor.digest],
    ]);
    expect(run).toMatchObject({
      trigger: 'command',
      state: 'completed',
      dryRun: false,
      expected: 2,
      counts: { copied: 2, unchanged: 0, conflict: 0, skipped: 0, failed: 0 },
      bytes: { uploaded: bytesOf(APP.blobs) + bytesOf(OTHER.blobs), mounted: 0, present: 0 },
    });
  });

  it('finds everything unchanged the second time', async () => {
    await mirror.publish(APP, 'app');
    const definition = mirror.define(['app']);
    await mirror.run(definition);
    mirror.target.clearRequests();

    const second = await mirror.run(definition);

    expect(statusesOf(second)).toEqual(['unchanged']);
    expect(wasWritten(mirror.target)).toBe(false);
  });

  it('brings and reports every image when the ledger fails on the way', async () => {
    await mirror.publish(APP, 'app');
    await mirror.publish(OTHER, 'other');

    const { run, images, failure } = await mirror.run(mirror.define(['app', 'other']), {
      listener: ({ type }) => type === 'finished' && mirror.breakLedger(),
    });

    expect(images.map(({ status }) => status)).toContain('copied');
    expect(images).toHaveLength(2);
    expect(run).toMatchObject({ state: 'planned', expected: 2, finishedAt: expect.any(String) });
    expect(failure).toMatchObject({ code: 'LEDGER_UNUSABLE' });
  });

  it('ends what was requested when the ledger fails while it is planned', async () => {
    await mirror.publish(APP, 'app');

    const { images, failure } = await mirror.run(mirror.define(['app']), {
      listener: ({ type }) => type === 'started' && mirror.breakLedger(),
    });

    expect(images).toMatchObject([{ source: expect.stringContaining('/app:1') }]);
    expect(failure).toMatchObject({ code: 'LEDGER_UNUSABLE' });
  });

  it('goes on after a failure, and reports in the order of the definition', async () => {
    await mirror.publish(APP, 'app');
    await mirror.publish(OTHER, 'last');
    await mirror.publish(image({ seed: 3, layerBytes: 500_000, layers: 4 }), 'large');
    mirror.source.play({ path: /\/v2\/broken\//, do: { kind: 'status', status: 403 } });

    const definition = mirror.define(['large', 'broken', 'missing', 'app', 'last']);
    const report = await mirror.run(definition, { workers: 2 });

    expect(statusesOf(report)).toEqual(['copied', 'failed', 'failed', 'copied', 'copied']);
    expect(report.images.map(({ error }) => error?.code)).toEqual([
      undefined,
      'DENIED',
      'NOT_FOUND',
      undefined,
      undefined,
    ]);
    expect(report.run).toMatchObject({ state: 'completed', counts: { copied: 3, failed: 2 } });
  });

  it('fails the images of a registry whose settings cannot be had, and no others', async () => {
    const failure = lastingFailure();
    await mirror.publish(APP, 'app');
    const good = mirror.define(['app']);
    const bad = mirror.define(['app'], 'locked.example');

    const definition = { ...good, images: [...bad.images, ...good.images] };
    const report = await mirror.run(definition, {
      settingsOf: ({ registry }) => {
        if (registry === 'locked.example') throw failure;
        return {};
      },
    });

    expect(statusesOf(report)).toEqual(['failed', 'copied']);
    expect(report.images[0]?.error).toMatchObject({ code: failure.code, side: 'target' });
  });

  it('keeps run and outcomes in the ledger', async () => {
    await mirror.publish(APP, 'app');

    const { run, images } = await mirror.run(mirror.define(['app']));

    const { ledger, close } = openSqliteLedger(mirror.ledgerFile, { clock: systemClock });
    try {
      expect(await ledger.readRun(run.id)).toEqual(run);
      const recorded = await ledger.readImage(`${mirror.target.host}/app:1`);
      expect(recorded).toMatchObject({ lastRun: run.id, outcome: images[0] });
    } finally {
      close();
    }
  });

  it('writes nothing in a dry run, not even a ledger', async () => {
    await mirror.publish(APP, 'app');

    const report = await mirror.run(mirror.define(['app', 'missing']), { dryRun: true });

    expect(statusesOf(report)).toEqual(['copied', 'failed']);
    expect(report.run).toMatchObject({ dryRun: true, state: 'completed' });
    expect(wasWritten(mirror.target)).toBe(false);
    expect(existsSync(mirror.ledgerFile)).toBe(false);
  });

  it('has an outcome for each of 200 images, by 16 workers', { timeout: 60_000 }, async () => {
    const names = Array.from({ length: 200 }, (_, number) => `app-${number}`);
    for (const [seed, name] of names.entries()) {
      await mirror.publish(image({ seed: seed % 10, layers: 1, layerBytes: 100 }), name);
    }

    const report = await mirror.run(mirror.define(names), { workers: 16 });

    expect(report.run).toMatchObject({
      state: 'completed',
      expected: 200,
      counts: { copied: 200 },
    });
    expect(report.images.map(({ target }) => target)).toEqual(
      names.map((name) => `${mirror.target.host}/${name}:1`),
    );
  });
});
