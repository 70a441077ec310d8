import { openDynamoDbLedger } from '../../lib/aws/dynamodb/open-dynamodb-ledger.ts';
import type { RunSummary } from '../../lib/mirror/run.ts';
import { MemoryTable } from '../../test/support/aws/memory-table/memory-table.ts';
import { createTableClient } from '../../test/support/aws/memory-table/table-client.ts';
import { SeededRandom } from '../../test/support/random.ts';
import { Catalogue } from './catalogue.ts';
import { CountingLog } from './counting-log.ts';
import { definitionText } from './definition-text.ts';
import { createFunctions, type Functions } from './functions.ts';
import { EventSource } from './lambda/event-source.ts';
import type { Errand } from './machine.ts';
import { SimulatedQueue } from './queue.ts';
import { QueueCommands } from './queue-commands.ts';
import { LevelQuota } from './quota.ts';
import { ownLimits, usualQuota } from './quota-facts.ts';
import { SimulatedInternet } from './registries/simulated-internet.ts';
import { seedLedger } from './seed-ledger.ts';
import type { SimulationOptions } from './simulation-options.ts';
import { NAMES, STACK_DEFAULTS } from './stack.ts';
import { TableUse } from './table-use.ts';
import { VirtualClock } from './virtual-clock.ts';

const BEGIN = Date.UTC(2026, 0, 1);
const RESOLUTION = 2 ** 30;

/** An account of AWS with the stack in it, and the registries around it. */
export class SimulatedAccount {
  readonly clock = new VirtualClock(BEGIN);
  readonly log = new CountingLog();
  readonly catalogue: Catalogue;
  readonly tableUse: TableUse;
  readonly internet: SimulatedInternet;
  readonly queues: Readonly<Record<'compare' | 'copy' | 'deadLetters', SimulatedQueue>>;
  readonly queueCommands: QueueCommands;
  readonly sources: Readonly<Record<'compare' | 'copy' | 'deadLetters', EventSource>>;
  readonly functions: Functions;
  readonly concurrency: LevelQuota;
  readonly spent: Record<Errand, number> = {
    ...{ source: 0, target: 0, table: 0, queue: 0, api: 0, bytes: 0 },
  };
  /** When each kind of event was first put. */
  readonly events = new Map<string, number>();
  eventCount = 0;
  readonly #table: MemoryTable;
  readonly #options: SimulationOptions;

  constructor(options: SimulationOptions) {
    const { images, changedShare: newShare, hubShare, limits, seed } = options;
    const { clock, log } = this;
    const random = new SeededRandom(seed);
    this.#options = options;
    this.catalogue = new Catalogue({ images, newShare, hubShare });
    this.tableUse = new TableUse(clock, {
      writes: usualQuota('table-writes', limits),
      reads: usualQuota('table-reads', limits),
      partitionWrites: usualQuota('partition-writes', limits),
      partitionReads: usualQuota('partition-reads', limits),
    });
    this.#table = new MemoryTable(this.tableUse);
    this.internet = new SimulatedInternet(this.catalogue, options);
    this.queues = createQueues(clock);
    this.queueCommands = new QueueCommands(Object.values(this.queues));
    this.concurrency = new LevelQuota(usualQuota('lambda-concurrency', limits));
    this.functions = createFunctions({
      simulation: options,
      services: {
        ...{ clock, table: this.#table, queues: this.queueCommands },
        random: () => random.integer(RESOLUTION) / RESOLUTION,
        internet: this.internet.find,
        onEvent: (detailType) => this.#note(detailType),
      },
      log,
      concurrency: this.concurrency,
      definition: definitionText(this.catalogue),
      spent: (errand, ms) => {
        this.spent[errand] += ms;
      },
    });
    this.sources = this.#createSources();
  }

  /** Whether nothing is under way and no message waits. */
  get isIdle(): boolean {
    const { compare, copy, deadLetters } = this.sources;
    const { plan } = this.functions;
    return compare.isIdle && copy.isIdle && deadLetters.isIdle && plan.isIdle;
  }

  /** Puts the account into the state that the run before left it in. */
  async begin(): Promise<void> {
    const { clock, catalogue } = this;
    const seeding = { table: this.#table, tableName: NAMES.table, catalogue, clock };
    await clock.run(seedLedger(seeding));
    this.tableUse.begin();
  }

  /** The latest run as the ledger has it. */
  async latestRun(): Promise<RunSummary | undefined> {
    const client = createTableClient(this.#table);
    const { reader } = openDynamoDbLedger(NAMES.table, { clock: this.clock, client });
    const [run] = await reader.listRuns({ limit: 1 });
    return run;
  }

  #note(detailType: string): void {
    this.eventCount += 1;
    if (!this.events.has(detailType)) this.events.set(detailType, this.clock.now());
  }

  #createSources(): SimulatedAccount['sources'] {
    const { clock, queues, functions } = this;
    const { compare, copy } = ownLimits(this.#options);
    const { compareBatch, copyBatch } = STACK_DEFAULTS;
    const target = functions.sync;
    return {
      compare: new EventSource({
        ...{ clock, queue: queues.compare, target, batchSize: compareBatch, concurrency: compare },
      }),
      copy: new EventSource({
        ...{ clock, queue: queues.copy, target, batchSize: copyBatch, concurrency: copy },
      }),
      deadLetters: new EventSource({
        ...{ clock, queue: queues.deadLetters, target: functions.deadLetters },
        batchSize: compareBatch,
        concurrency: { name: 'dead-letters', label: 'dead letters', limit: 2, remedy: '' },
      }),
    };
  }
}

function createQueues(clock: VirtualClock): SimulatedAccount['queues'] {
  const { visibilityMs, maxReceives } = STACK_DEFAULTS;
  const deadLetters = new SimulatedQueue({ name: NAMES.deadLetters, clock, visibilityMs });
  const redrive = { to: deadLetters, maxReceives };
  return {
    deadLetters,
    compare: new SimulatedQueue({ name: NAMES.compare, clock, visibilityMs, redrive }),
    copy: new SimulatedQueue({ name: NAMES.copy, clock, visibilityMs, redrive }),
  };
}
