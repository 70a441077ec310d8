import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runIdFor } from '../../../lib/mirror/run-cycle/run-id.ts';
import { requestFor } from '../../../lib/mirror/send-planned.ts';
import { DefinitionFile } from '../../../lib/serve/engine/definition-file.ts';
import { image } from '../../support/image-builder.ts';
import { recordedOutcome, run } from '../../support/run-builder.ts';
import { type Serving, startServing } from '../../support/serving.ts';
import { untilAsked } from '../../support/until-asked.ts';

const NAMES = ['one', 'two', 'three', 'four'];
describe('an engine that follows another', () => {
  let serving: Serving;

  beforeEach(async () => {
    serving = await startServing();
    for (const [seed, name] of NAMES.entries()) await serving.mirror.publish(image({ seed }), name);
    await serving.define(NAMES);
  });

  afterEach(() => serving.end());

  it('goes on with the run that was open when that was stopped', async () => {
    const letGo = serving.hold('two');
    const former = serving.serve({ workers: 1 });
    await former.until('outcome');
    await untilAsked(serving.mirror.source, 'HEAD', '/two/');
    await former.stop();
    letGo();
    const ledger = serving.openLedger();
    const [left] = await ledger.ledger.listOpenRuns();
    ledger.close();
    expect(left).toMatchObject({ state: 'planned', counts: { copied: 1, failed: 0 } });

    const engine = serving.serve();
    const { run } = await engine.until('ended');

    expect(await engine.view.reader.listRuns({ limit: 9 })).toHaveLength(1);
    expect(run.counts).toMatchObject({ copied: 4, failed: 0 });
    expect((await engine.until('resumed')).images).toBe(3);
    expect(engine.events.filter(({ type }) => type === 'outcome')).toHaveLength(3);
  });

  it('requests of a run of a dead process what has no outcome', async () => {
    const deadRun = await leaveRun({ planned: true });

    const engine = serving.serve();
    const { run: ended } = await engine.until('ended');

    expect(ended).toMatchObject({ id: deadRun, counts: { copied: 3, failed: 1 } });
    expect(engine.events).toContainEqual({ type: 'resumed', runId: deadRun, images: 3 });
  });

  it('plans on what a dead process began to plan', async () => {
    const deadRun = await leaveRun({ planned: false });

    const engine = serving.serve();
    const { run: ended } = await engine.until('ended');

    expect(ended).toMatchObject({ id: deadRun, counts: { copied: 3, failed: 1 } });
  });

  it('begins anew where the definition has changed meanwhile', async () => {
    const deadRun = await leaveRun({ planned: true });
    await serving.define(['one']);

    const engine = serving.serve();
    const { run: ended } = await engine.until('ended');

    expect(ended.id).not.toBe(deadRun);
    expect(ended.counts).toMatchObject({ copied: 1 });
    expect((await engine.view.reader.readRun(deadRun))?.state).toBe('superseded');
  });

  /** What a process leaves that is killed in the middle of a run, after it recorded the first image as failed. */
  async function leaveRun({ planned }: { planned: boolean }): Promise<string> {
    const { ledger, definitions, expansions, close } = serving.openLedger();
    const file = new DefinitionFile(serving.file, { environment: {} });
    const text = await file.read();
    const definition = file.parse(text);
    const { version } = definition;
    const cause = { identity: await file.identity(), atMs: serving.clock.now() };
    const id = runIdFor(cause, version, []);
    await definitions.update(file.name, { good: { version, text } });
    await ledger.openRun(run({ id, trigger: 'change', definitionVersion: version }));
    const named = definition.images.flatMap((entry) => (entry.kind === 'named' ? [entry] : []));
    await expansions.keep(id, named);
    if (planned) {
      await ledger.markPlanned(id, named.length);
      await definitions.update(file.name, { planned: { version, runId: id } });
    }
    const [first] = named;
    if (!first) throw new Error('the definition has no image');
    const common = { runId: id, force: false, dryRun: false, estimateBytes: false };
    const { source, target } = requestFor(first, { ...common, position: 0 });
    await ledger.record(id, recordedOutcome({ source, target, status: 'failed' }));
    close();
    return id;
  }
});
