import { execFileSync } from 'node:child_process';
import { readFile, rm, utimes } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { image } from '../../support/image-builder.ts';
import { run } from '../../support/run-builder.ts';
import { type Serving, startServing } from '../../support/serving.ts';
import { untilAsked } from '../../support/until-asked.ts';

const NAMES = ['one', 'two', 'three', 'four', 'five', 'six'];

describe('an engine', () => {
  let serving: Serving;

  beforeEach(async () => {
    serving = await startServing();
    for (const [seed, name] of NAMES.entries()) await serving.mirror.publish(image({ seed }), name);
  });

  afterEach(() => serving.end());

  it('makes the targets what the definition says, and tells of it', async () => {
    await serving.define(['one', 'two']);

    const engine = serving.serve();
    const { run } = await engine.until('ended');

    expect(run.trigger).toBe('change');
    expect(run.counts.copied).toBe(2);
    const told = engine.events.filter(({ type }) => type === 'outcome');
    expect(told).toHaveLength(2);
    expect((await engine.view.images()).map(({ status }) => status)).toEqual(['copied', 'copied']);
    expect((await engine.view.reader.readRun(run.id))?.state).toBe('completed');
    expect(engine.view.live()).toBeUndefined();
  });

  it('brings an image that is added while it serves', async () => {
    await serving.define(['one']);
    const engine = serving.serve();
    const first = await engine.until('ended');

    await serving.define(['one', 'two']);
    const second = await engine.until('ended', ({ run }) => run.id !== first.run.id);

    expect(second.run.counts).toMatchObject({ copied: 1, unchanged: 1 });
  });

  it('begins no run where the file is touched', async () => {
    await serving.define(['one']);
    const engine = serving.serve();
    await engine.until('ended');

    await utimes(serving.file, new Date(), new Date());
    await serving.write(await readFile(serving.file, 'utf8'));
    engine.look();
    await engine.until('idle');

    expect(await engine.view.reader.listRuns({ limit: 9 })).toHaveLength(1);
  });

  it('drops what waits of a run when the definition changes, and lets what is under way end', async () => {
    const letGo = serving.hold('one');
    await serving.define(['one', 'two', 'three']);
    const engine = serving.serve({ workers: 1 });
    const first = await engine.until('planned');
    await untilAsked(serving.mirror.source, 'HEAD', '/one/');

    await serving.define(['four']);
    await engine.until('superseded');
    expect(engine.view.live()?.transfers.map(({ target }) => target)).toEqual([
      serving.targetOf('one'),
    ]);
    letGo();
    const { run } = await engine.until('ended');

    expect(run.id > first.run.id).toBe(true);
    expect(run.counts).toMatchObject({ copied: 1 });
    const superseded = await engine.view.reader.readRun(first.run.id);
    expect(superseded?.state).toBe('superseded');
    expect(asked('/two/') + asked('/three/')).toBe(0);
  });

  it('keeps the last good definition in force while the file is broken', async () => {
    await serving.define(['one']);
    const engine = serving.serve();
    await engine.until('ended');

    await serving.write('images: [');
    await engine.until('broken');
    expect(engine.view.state().definition).toMatchObject({
      version: expect.stringMatching(/^sha256:/),
      broken: { problems: [{ file: serving.file, line: 1 }] },
    });
    expect((await engine.view.images()).map(({ target }) => target)).toEqual([
      serving.targetOf('one'),
    ]);

    await serving.define(['one', 'two']);
    await engine.until('recovered');
    await engine.until('ended', ({ run }) => run.counts.copied === 1 && run.expected === 2);
    expect(engine.view.state().definition.broken).toBeNull();
  });

  it('waits for a file that is not there yet, and says so', async () => {
    const engine = serving.serve();
    await engine.until('broken');
    expect(engine.view.state().definition).toMatchObject({
      version: null,
      broken: { problems: [{ message: expect.stringContaining('cannot be read') }] },
    });

    await serving.define(['one']);
    const { run } = await engine.until('ended');

    expect(run.counts.copied).toBe(1);
  });

  it('says what is wrong with a pipe in place of the file, and goes on with the file that takes its place', async () => {
    execFileSync('mkfifo', [serving.file]);
    const engine = serving.serve();
    const { broken } = await engine.until('broken');
    expect(broken.problems).toMatchObject([{ message: expect.stringContaining('a pipe') }]);

    await rm(serving.file);
    await serving.define(['one']);
    const { run } = await engine.until('ended');

    expect(run.counts.copied).toBe(1);
  });

  it('tells what waits, and how far a run has come', async () => {
    const letGo = serving.hold('two');
    await serving.define(['one', 'two', 'three']);
    const engine = serving.serve();
    await engine.until('outcome', ({ outcome }) => outcome.target === serving.targetOf('one'));
    await engine.until('outcome', ({ outcome }) => outcome.target === serving.targetOf('three'));

    const images = await engine.view.images();
    expect(images.map(({ status }) => status)).toEqual(['copied', 'waiting', 'copied']);
    expect(engine.view.live()).toMatchObject({
      trigger: 'change',
      expected: 3,
      counts: { copied: 2, failed: 0 },
      putOff: 0,
      transfers: [{ target: serving.targetOf('two'), activity: 'comparing', expected: null }],
    });

    letGo();
    await engine.until('ended');
    expect(engine.view.live()).toBeUndefined();
  });

  it('counts once what planning settles, such as an entry whose tags cannot be listed', async () => {
    const { source, target } = serving.mirror;
    const images = [
      { source: `${source.host}/one:1`, target: `${target.host}/one:1` },
      { source: `${source.host}/none`, tags: 'all', target: `${target.host}/none` },
    ];
    await serving.write(JSON.stringify({ images }));
    const engine = serving.serve();
    const { run } = await engine.until('ended');

    expect(run.counts).toMatchObject({ copied: 1, failed: 1 });
    expect(engine.events.filter(({ type }) => type === 'outcome')).toHaveLength(2);
    expect((await engine.view.images()).map(({ status }) => status)).toEqual(['copied', 'failed']);
  });

  it('leaves the planning of a definition that has changed meanwhile', async () => {
    const { source, target } = serving.mirror;
    source.play({ path: /none\/tags\/list/, do: { kind: 'stall' } });
    const stalled = { source: `${source.host}/none`, tags: 'all', target: `${target.host}/none` };
    await serving.write(JSON.stringify({ images: [stalled] }));
    const engine = serving.serve();
    await untilAsked(source, 'GET', '/tags/list');

    await serving.define(['one']);
    const { run } = await engine.until('ended');

    expect(run.counts).toMatchObject({ copied: 1, failed: 0 });
    const [, stopped] = await engine.view.reader.listRuns({ limit: 9 });
    expect(stopped).toMatchObject({ state: 'superseded', expected: null });
    expect(engine.view.state().problems).toEqual([]);
  });

  it('does not touch runs of commands beside it', async () => {
    const other = serving.openLedger();
    await other.ledger.openRun(run({ id: '01KDVDP79GAAAAAAAAAAAAAAAA', trigger: 'command' }));
    await serving.define(['one']);

    const engine = serving.serve();
    await engine.until('ended');

    expect((await other.ledger.listOpenRuns()).map(({ trigger }) => trigger)).toEqual(['command']);
    other.close();
  });

  function asked(part: string): number {
    return serving.mirror.source.requests.filter(({ path }) => path.includes(part)).length;
  }
});
