import { encodeTime } from 'ulid';
import type { Outcome } from '../../lib/mirror/outcome.ts';
import type { ImageMemory, RecordedOutcome } from '../../lib/mirror/ports.ts';
import type { Run, RunState, RunSummary } from '../../lib/mirror/run.ts';
import { digestOf } from '../../lib/oci/digest.ts';
import type { ServiceEvent, ServiceListener } from '../../lib/serve/events.ts';
import type {
  Attention,
  CurrentImage,
  DefinitionState,
  LiveRun,
  PutOffImage,
  ServiceState,
  ServiceView,
} from '../../lib/serve/service.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryLedger } from './memory-ledger.ts';

const MINUTE = 60_000;
const NOTHING = { copied: 0, unchanged: 0, conflict: 0, skipped: 0, failed: 0 };

/** An entry of a definition: an image, or with `target: null` one that came to none and why. */
export type Entry =
  | { readonly source: string; readonly target: string }
  | (Outcome & { readonly target: null });

/** What a run of a test comes to. */
export interface PastRun extends Partial<Omit<Run, 'id' | 'startedAt'>> {
  readonly outcomes?: readonly Outcome[];
  /** Default: `completed`. */
  readonly state?: Exclude<RunState, 'planning'>;
  readonly lastsMs?: number;
  /** By target. */
  readonly memories?: Readonly<Record<string, ImageMemory>>;
}

/** A service that does nothing by itself: a test says what happened, what is under way and what is told. */
export class MemoryService implements ServiceView, Attention {
  readonly clock = new ManualClock();
  readonly ledger = new MemoryLedger();
  readonly reader = this.ledger;
  /** How often it was called to look. */
  looks = 0;
  #state: ServiceState = {
    startedAt: this.#now(),
    definition: { file: 'images.yaml', version: digestOf(Buffer.from('definition')), broken: null },
    nextRunAt: new Date(this.clock.now() + 6 * 60 * MINUTE).toISOString(),
    problems: [],
    isStopping: false,
  };
  #entries: readonly Entry[] = [];
  readonly #putOffs = new Map<string | null, { readonly putOff: PutOffImage }>();
  #live: LiveRun | undefined;
  #runs = 0;
  readonly #listeners = new Set<ServiceListener>();

  state(): ServiceState {
    return this.#state;
  }

  async images(): Promise<readonly CurrentImage[]> {
    const images: CurrentImage[] = [];
    for (const entry of this.#entries) images.push(await this.#current(entry));
    return images.map((image) => ({ ...image, ...this.#putOffs.get(image.target) }));
  }

  live(): LiveRun | undefined {
    return this.#live;
  }

  subscribe(listener: ServiceListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  look(): void {
    this.looks += 1;
  }

  /** How many listen, for those who must stop to. */
  get listeners(): number {
    return this.#listeners.size;
  }

  /** Tells those who listen. */
  emit(event: ServiceEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  /** Replaces members of its state. */
  become({
    definition,
    ...state
  }: Partial<Omit<ServiceState, 'definition'>> & {
    readonly definition?: Partial<DefinitionState>;
  }): void {
    const merged = { ...this.#state.definition, ...definition };
    this.#state = { ...this.#state, ...state, definition: merged };
  }

  /** Makes these the images of the definition; those that no run was about wait. */
  define(entries: readonly Entry[]): void {
    this.#entries = entries;
  }

  /** Has the image `target` be tried again later. */
  putOff(target: string, putOff: PutOffImage): void {
    this.#putOffs.set(target, { putOff });
  }

  /** Puts a run under way, the same as before where there is one, or with `undefined` none. */
  go(live: Partial<LiveRun> | undefined): void {
    this.#live = live && {
      id: this.#live?.id ?? this.#id(this.#runs + 1),
      trigger: 'change',
      startedAt: this.#now(),
      expected: null,
      counts: NOTHING,
      putOff: 0,
      listed: [],
      uploaded: 0,
      bytesPerSecond: 0,
      secondsLeft: null,
      transfers: [],
      ...live,
    };
  }

  /** Records a run that begins now, whose end the clock is advanced to. */
  async record(past: PastRun = {}): Promise<RunSummary> {
    const { outcomes = [], state = 'completed', lastsMs = MINUTE, memories = {}, ...given } = past;
    const run = this.#open(given);
    await this.ledger.openRun(run);
    for (const [position, outcome] of outcomes.entries()) {
      if (hasTarget(outcome)) await this.ledger.record(run.id, outcome, memories[outcome.target]);
      else await this.ledger.recordPlanned(run.id, position, outcome);
    }
    await this.ledger.markPlanned(run.id, outcomes.length);
    this.clock.advance(lastsMs);
    if (state === 'completed') await this.ledger.completeRun(run.id, this.#now());
    if (state === 'superseded') await this.ledger.supersedeRun(run.id, this.#now());
    const summary = await this.ledger.readRun(run.id);
    if (summary === undefined) throw new Error(`run ${run.id} is gone`);
    return summary;
  }

  #open(given: Partial<Run>): Run {
    this.#runs += 1;
    return {
      id: this.#id(this.#runs),
      trigger: 'schedule',
      definitionVersion: digestOf(Buffer.from('definition')),
      dryRun: false,
      startedAt: this.#now(),
      ...given,
    };
  }

  /** Ids are ULIDs: they sort by time, and here by their number where that is the same. */
  #id(number: number): string {
    return `${encodeTime(this.clock.now(), 10)}${String(number).padStart(16, '0')}`;
  }

  #now(): string {
    return new Date(this.clock.now()).toISOString();
  }

  async #current(entry: Entry): Promise<CurrentImage> {
    const { source, target } = entry;
    if (target === null) return { source, target, status: entry.status, outcome: entry };
    const record = await this.ledger.readImage(target);
    if (record === undefined) return { source, target, status: 'waiting' };
    return { source, target, status: record.outcome.status, outcome: record.outcome, record };
  }
}

function hasTarget(outcome: Outcome): outcome is RecordedOutcome {
  return outcome.target !== null;
}
