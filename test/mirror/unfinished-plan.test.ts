import { beforeEach, describe, expect, it } from 'vitest';
import type { Definition } from '../../lib/definition/definition.ts';
import { LeaseLostError } from '../../lib/mirror/errors.ts';
import { type PlanEnd, plan } from '../../lib/mirror/plan.ts';
import type { Queue } from '../../lib/mirror/ports.ts';
import type { SyncRequest } from '../../lib/mirror/sync-request.ts';
import { definitionOf, selectedImages } from '../support/definition-builder.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { MemoryLedger } from '../support/memory-ledger.ts';
import { MemoryExpansions } from '../support/memory-planning.ts';
import { FIRST_RUN, run } from '../support/run-builder.ts';
import { ScriptedRepositories } from '../support/scripted-repositories.ts';

const DEFINITION = definitionOf(
  selectedImages('quay.io/empty', 'mirror.example/empty'),
  selectedImages('quay.io/one', 'mirror.example/one'),
  selectedImages('quay.io/other', 'mirror.example/other'),
);
const TIME_MS = 60_000;

describe('plan, until a deadline', () => {
  let clock: ManualClock;
  let ledger: MemoryLedger;
  let expansions: MemoryExpansions;
  let repositories: ScriptedRepositories;
  let sent: SyncRequest[];

  beforeEach(async () => {
    clock = new ManualClock();
    ledger = new MemoryLedger();
    expansions = new MemoryExpansions();
    repositories = new ScriptedRepositories();
    await repositories.tag('quay.io/one', ['1', '2']);
    await repositories.tag('quay.io/other', ['3']);
    sent = [];
  });

  interface Given {
    readonly from?: number;
    readonly signal?: AbortSignal;
    readonly queue?: Queue;
  }

  async function planned(
    definition: Definition,
    { queue = { send: async (requests) => void sent.push(...requests) }, ...given }: Given = {},
  ): Promise<PlanEnd> {
    const options = { run: run(), force: false, estimateBytes: false, ...given };
    const dependencies = { repositories, ledger, expansions, queue, clock };
    return await plan(definition, { ...options, untilMs: clock.now() + TIME_MS }, dependencies);
  }

  /** The time is over when the tags of `name` are asked for, once. */
  function stall(name: string): void {
    const stalled = async (_: string, { signal }: { readonly signal?: AbortSignal }) => {
      clock.advance(TIME_MS);
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    };
    repositories.of(name).script.on('listTags', stalled, 1);
  }

  it('stops in the middle of a list, settles nothing and sends nothing', async () => {
    stall('quay.io/other');

    expect(await planned(DEFINITION)).toEqual({ state: 'unfinished', from: 0 });

    expect(sent).toEqual([]);
    expect(await ledger.readRun(FIRST_RUN)).toMatchObject({
      state: 'planning',
      counts: { failed: 0 },
    });
  });

  it('goes on with the lists that it had read', async () => {
    stall('quay.io/other');
    await planned(DEFINITION);
    await repositories.tag('quay.io/one', ['too late']);
    const { length } = repositories.opened;

    expect(await planned(DEFINITION)).toEqual({ state: 'planned', images: 4 });

    expect(repositories.opened.slice(length)).toEqual(['pull quay.io/other']);
    expect(sent.map(({ target }) => target)).toEqual([
      'mirror.example/one:1',
      'mirror.example/one:2',
      'mirror.example/other:3',
    ]);
  });

  it('fails the selection that a list it had read has too many tags for', async () => {
    const tags = Array.from({ length: 250_001 }, (_, number) => `1.${number}`);
    await expansions.keepTags(FIRST_RUN, 'quay.io/one', tags);

    expect(await planned(DEFINITION)).toEqual({ state: 'planned', images: 3 });

    expect(sent.map(({ target }) => target)).toEqual(['mirror.example/other:3']);
    expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ counts: { failed: 2 } });
  });

  it('stops between two slices of requests and goes on from there', {
    timeout: 20_000,
  }, async () => {
    const tags = Array.from({ length: 1_200 }, (_, number) => `1.${number}`);
    await repositories.tag('quay.io/many', tags);
    const many = definitionOf(selectedImages('quay.io/many', 'mirror.example/many'));
    const slow: Queue = {
      send: async (requests) => {
        sent.push(...requests);
        clock.advance(TIME_MS / 2);
      },
    };

    const first = await planned(many, { queue: slow });
    expect(first).toEqual({ state: 'unfinished', from: sent.length });
    expect(sent.length).toBeLessThan(tags.length);
    const from = first.state === 'unfinished' ? first.from : 0;

    expect(await planned(many, { queue: slow, from })).toMatchObject({ state: 'planned' });
    expect(sent.map(({ position }) => position)).toEqual([...tags.keys()]);
  });

  it('sends what was kept, whatever the definition says by then', async () => {
    await planned(DEFINITION, { queue: { send: () => Promise.reject(new Error('gone')) } }).catch(
      () => {},
    );

    expect(await planned(definitionOf())).toEqual({ state: 'planned', images: 4 });
    expect(sent).toHaveLength(3);
    expect(await ledger.readRun(FIRST_RUN)).toMatchObject({ expected: 4, counts: { failed: 1 } });
  });

  it('rejects after an abort instead of failing what waits', async () => {
    const lost = new LeaseLostError('the definition');

    await expect(planned(DEFINITION, { signal: AbortSignal.abort(lost) })).rejects.toBe(lost);

    expect(await expansions.read(FIRST_RUN)).toBeUndefined();
    expect(sent).toEqual([]);
  });
});
