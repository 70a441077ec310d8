import type { SyncEvent } from '../../mirror/events.ts';
import type { OutcomeStatus } from '../../mirror/outcome.ts';
import { RateMeter } from './rate-meter.ts';
import { Transfer } from './transfer.ts';

/** How far a run has come, from its events; each takes constant time. */
export class Progress {
  readonly images: number;
  readonly startedAt: number;
  readonly #inFlight = new Map<string, Transfer>();
  readonly #counts = new Map<OutcomeStatus, number>();
  readonly #meter: RateMeter;
  #done = 0;
  #uploaded = 0;
  #dryRun = false;

  constructor(images: number, now: number) {
    this.images = images;
    this.startedAt = now;
    this.#meter = new RateMeter(now);
  }

  /** Images being synced, in the order in which they were begun. */
  get inFlight(): readonly Transfer[] {
    return [...this.#inFlight.values()];
  }

  /** How many images ended in each status; a status without images is absent. */
  get counts(): Readonly<Partial<Record<OutcomeStatus, number>>> {
    return Object.fromEntries(this.#counts);
  }

  /** Images that have an outcome. */
  get done(): number {
    return this.#done;
  }

  /** Bytes uploaded, those of images still in flight included. */
  get uploaded(): number {
    return this.#uploaded;
  }

  /** Bytes a second over all images. */
  get rate(): number {
    return this.#meter.rate;
  }

  /** Whether nothing is written, as the latest image to begin says. */
  get dryRun(): boolean {
    return this.#dryRun;
  }

  /** Takes an event that happened at `now`. */
  apply(event: SyncEvent, now: number): void {
    const { request } = event;
    switch (event.type) {
      case 'started':
        this.#dryRun = request.dryRun;
        this.#inFlight.set(request.target, new Transfer(request, now));
        break;
      case 'waiting':
        this.#inFlight.get(request.target)?.wait();
        break;
      case 'expected':
        this.#inFlight.get(request.target)?.expect(event.bytes, now);
        break;
      case 'arrived':
        if (event.how === 'uploaded') this.#uploaded += event.bytes;
        this.#inFlight.get(request.target)?.arrive(event.bytes, event.how);
        break;
      case 'finished':
        this.#finish(request.target, event.outcome.status);
        break;
    }
  }

  /** Reads the meters: the more often, the smoother the rates. */
  observe(now: number): void {
    this.#meter.observe(this.#uploaded, now);
    for (const transfer of this.#inFlight.values()) transfer.observe(now);
  }

  #finish(target: string, status: OutcomeStatus): void {
    this.#inFlight.delete(target);
    this.#counts.set(status, (this.#counts.get(status) ?? 0) + 1);
    this.#done += 1;
  }
}
