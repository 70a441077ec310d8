import type { Pace, PaceOptions } from '../../lib/aws/pace.ts';
import type { ServiceRecord, ServiceRecords } from '../../lib/aws/service-records.ts';
import type { Clock } from '../../lib/clock.ts';
import type { PlannedImage } from '../../lib/mirror/planned-image.ts';
import type {
  DefinitionChanges,
  DefinitionRecord,
  DefinitionRecords,
  Expansions,
} from '../../lib/mirror/planner-ports.ts';
import type { Tag } from '../../lib/oci/reference.ts';

/** What planners know of definitions, while the test lasts. */
export class MemoryDefinitionRecords implements DefinitionRecords {
  readonly #records = new Map<string, DefinitionRecord>();

  async read(source: string): Promise<DefinitionRecord> {
    return this.#records.get(source) ?? {};
  }

  async update(source: string, changes: DefinitionChanges): Promise<void> {
    const { broken, ...others } = { ...(await this.read(source)), ...changes };
    this.#records.set(source, broken ? { ...others, broken } : others);
  }
}

/** What runs were expanded to, while the test lasts. */
export class MemoryExpansions implements Expansions {
  readonly #tags = new Map<string, readonly Tag[]>();
  readonly #images = new Map<string, readonly PlannedImage[]>();

  async readTags(runId: string, source: string): Promise<readonly Tag[] | undefined> {
    return this.#tags.get(keyOf(runId, source));
  }

  async keepTags(runId: string, source: string, tags: readonly Tag[]): Promise<void> {
    const key = keyOf(runId, source);
    this.#tags.set(key, this.#tags.get(key) ?? [...tags]);
  }

  async read(runId: string): Promise<readonly PlannedImage[] | undefined> {
    return this.#images.get(runId);
  }

  async keep(runId: string, images: readonly PlannedImage[]): Promise<readonly PlannedImage[]> {
    const kept = this.#images.get(runId) ?? structuredClone(images);
    this.#images.set(runId, kept);
    return kept;
  }
}

/** Slots by the clock that it is given. */
export class MemoryPace implements Pace {
  readonly #clock: Clock;
  readonly #nextSlots = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async reserve(
    registry: string,
    what: string,
    { perSecond, patienceMs, signal }: PaceOptions,
  ): Promise<number> {
    signal?.throwIfAborted();
    const key = keyOf(registry, what);
    const now = this.#clock.now();
    const slot = Math.max(now, this.#nextSlots.get(key) ?? now);
    if (slot - now <= patienceMs) this.#nextSlots.set(key, slot + 1000 / perSecond);
    return slot - now;
  }
}

export class MemoryServiceRecords implements ServiceRecords {
  #record: ServiceRecord | undefined;

  async read(): Promise<ServiceRecord | undefined> {
    return this.#record;
  }

  async keep(record: ServiceRecord): Promise<void> {
    this.#record = record;
  }
}

function keyOf(...names: readonly string[]): string {
  return JSON.stringify(names);
}
