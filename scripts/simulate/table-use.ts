import type { TableMeter } from '../../test/support/aws/memory-table/table-meter.ts';
import { type QuotaFacts, type QuotaUse, RateQuota } from './quota.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What a table takes, and of one partition, which stays on one machine of DynamoDB's, a second. */
export interface TableLimits {
  readonly writes: QuotaFacts;
  readonly reads: QuotaFacts;
  readonly partitionWrites: QuotaFacts;
  readonly partitionReads: QuotaFacts;
}

/** Adds up what a table is billed for from when it is told to, and how near it comes to its limits. */
export class TableUse implements TableMeter {
  readUnits = 0;
  writeUnits = 0;
  /** By what partitions are of, the beginning of their keys: `IMAGE`, `RUN` and so on. */
  readonly writeUnitsOf = new Map<string, number>();
  readonly #clock: VirtualClock;
  readonly #all: { readonly read: RateQuota; readonly write: RateQuota };
  readonly #hottest: { readonly read: HottestPartition; readonly write: HottestPartition };
  #isCounting = false;

  constructor(clock: VirtualClock, limits: TableLimits) {
    this.#clock = clock;
    this.#all = { read: new RateQuota(limits.reads), write: new RateQuota(limits.writes) };
    this.#hottest = {
      read: new HottestPartition(limits.partitionReads),
      write: new HottestPartition(limits.partitionWrites),
    };
  }

  begin(): void {
    this.#isCounting = true;
  }

  read(partition: string, units: number): void {
    if (!this.#isCounting) return;
    this.readUnits += units;
    this.#note('read', partition, units);
  }

  write(partition: string, units: number): void {
    if (!this.#isCounting) return;
    this.writeUnits += units;
    const [kind = ''] = partition.split('#', 1);
    this.writeUnitsOf.set(kind, (this.writeUnitsOf.get(kind) ?? 0) + units);
    this.#note('write', partition, units);
  }

  uses(): readonly QuotaUse[] {
    const { read, write } = this.#all;
    return [write.use(), read.use(), this.#hottest.write.use(), this.#hottest.read.use()];
  }

  #note(what: 'read' | 'write', partition: string, units: number): void {
    const now = this.#clock.now();
    this.#all[what].note(now, units);
    this.#hottest[what].note(now, partition, units);
  }
}

/** How much the partition takes that takes most, second by second. */
class HottestPartition {
  readonly #rate: RateQuota;
  readonly #units = new Map<string, number>();
  #second = 0;
  #most = 0;

  constructor(facts: QuotaFacts) {
    this.#rate = new RateQuota(facts);
  }

  note(now: number, partition: string, units: number): void {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#units.clear();
      this.#most = 0;
    }
    this.#second = second;
    const sum = (this.#units.get(partition) ?? 0) + units;
    this.#units.set(partition, sum);
    if (sum <= this.#most) return;
    this.#rate.note(now, sum - this.#most);
    this.#most = sum;
  }

  use(): QuotaUse {
    return this.#rate.use();
  }
}
