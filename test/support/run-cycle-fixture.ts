import type { Definition } from '../../lib/definition/definition.ts';
import { DefinitionError } from '../../lib/definition/errors.ts';
import type { LedgerReader } from '../../lib/mirror/ledger-reader.ts';
import type {
  BrokenDefinition,
  DefinitionRecords,
  Expansions,
} from '../../lib/mirror/planner-ports.ts';
import type { Ledger } from '../../lib/mirror/ports.ts';
import type { RunSummary } from '../../lib/mirror/run.ts';
import { attend } from '../../lib/mirror/run-cycle/attend.ts';
import type {
  Attended,
  RunCycle,
  RunCycleEvent,
  RunTriggered,
  Trigger,
} from '../../lib/mirror/run-cycle/run-cycle.ts';
import type { SyncRequest } from '../../lib/mirror/sync-request.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import { definitionOf, namedImage, selectedImages } from './definition-builder.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryLedger } from './memory-ledger.ts';
import { MemoryDefinitionRecords, MemoryExpansions } from './memory-planning.ts';
import { recordedOutcome } from './run-builder.ts';
import { ScriptedRepositories } from './scripted-repositories.ts';

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** What the records of {@link RunCycleFixture} are about. */
export const SOURCE = 's3://bucket/images.yaml';

/** What outlives a planner. */
export interface RunCycleHome {
  readonly ledger: Ledger;
  readonly reader: LedgerReader;
  readonly definitions: DefinitionRecords;
  readonly expansions: Expansions;
}

function memoryHome(): RunCycleHome {
  const ledger = new MemoryLedger();
  const definitions = new MemoryDefinitionRecords();
  return { ledger, reader: ledger, definitions, expansions: new MemoryExpansions() };
}

/** A planner's world: what it reads, what it keeps, in memory unless told otherwise, whom it tells, and its workers. */
export class RunCycleFixture {
  readonly clock = new ManualClock();
  readonly ledger: Ledger;
  readonly reader: LedgerReader;
  readonly definitions: DefinitionRecords;
  readonly expansions: Expansions;
  readonly repositories = new ScriptedRepositories();
  readonly completed: RunSummary[] = [];
  readonly toldBroken: BrokenDefinition[] = [];
  readonly events: RunCycleEvent[] = [];
  /** What was sent and not yet worked off. */
  sent: SyncRequest[] = [];
  /** The newest text: one image a line, `*` after a colon for every tag; `undefined` where the file is gone. */
  text: string | undefined;

  constructor(text?: string, { ledger, reader, definitions, expansions } = memoryHome()) {
    this.text = text;
    this.ledger = ledger;
    this.reader = reader;
    this.definitions = definitions;
    this.expansions = expansions;
  }

  get cycle(): RunCycle {
    return {
      source: { name: SOURCE, read: async () => this.text, parse: parseLines },
      ledger: this.ledger,
      reader: this.reader,
      definitions: this.definitions,
      expansions: this.expansions,
      queue: { send: async (requests) => void this.sent.push(...requests) },
      repositories: this.repositories,
      clock: this.clock,
      announcements: {
        runCompleted: async (run) => void this.completed.push(run),
        definitionBroken: async (_, broken) => void this.toldBroken.push(broken),
      },
      runTimeoutMs: 12 * HOUR,
      listener: (event) => void this.events.push(event),
    };
  }

  /** What brings a run about now, a second after whatever came before. */
  trigger(given: Partial<RunTriggered> = {}): RunTriggered {
    this.clock.advance(1_000);
    return { kind: 'change', identity: 'event 1', atMs: this.clock.now(), ...given };
  }

  /** A planner that has a quarter of an hour. */
  attend(trigger: Trigger, cycle: RunCycle = this.cycle): Promise<Attended> {
    return attend(trigger, { untilMs: this.clock.now() + 15 * MINUTE }, cycle);
  }

  /** Plans what is in force, as far as that goes, and resolves to the id of the run. */
  async planned(given: Partial<RunTriggered> = {}): Promise<string> {
    const attended = await this.attend(this.trigger(given));
    if (attended.state !== 'planned') throw new Error(`not planned: ${JSON.stringify(attended)}`);
    return attended.runId;
  }

  /** Workers find every image that was requested in place, unless its target is one of `failing`. */
  async workOff(failing: readonly string[] = []): Promise<void> {
    const requests = this.sent;
    this.sent = [];
    for (const { runId, source, target } of requests) {
      const status = failing.includes(target) ? 'failed' : 'unchanged';
      await this.ledger.record(runId, recordedOutcome({ source, target, status }));
      const announce = this.cycle.announcements.runCompleted;
      await this.ledger.completeRun(runId, new Date(this.clock.now()).toISOString(), announce);
    }
  }

  /** Targets of what was sent and not yet worked off. */
  get targets(): readonly string[] {
    return this.sent.map(({ target }) => target);
  }
}

/** `busybox:1` is mirrored as `mirror.example/busybox:1`, and `broken` cannot be read. */
function parseLines(text: string): Definition {
  const lines = text.split('\n');
  const line = lines.indexOf('broken') + 1;
  if (line > 0) {
    const problem = { file: SOURCE, line, column: 1, message: 'is broken', hint: null };
    throw new DefinitionError([problem]);
  }
  const version = digestOf(new TextEncoder().encode(text));
  return { ...definitionOf(...lines.map(entryOf)), version };
}

function entryOf(line: string): Definition['images'][number] {
  const name = line.replace(':*', '');
  const [source, target] = [`source.example/${name}`, `mirror.example/${name}`];
  return line.endsWith(':*') ? selectedImages(source, target) : namedImage(source, target);
}
