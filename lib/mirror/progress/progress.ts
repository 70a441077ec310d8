import type { ImageEvent, SyncEvent } from '../events.ts';
import type { OutcomeStatus } from '../outcome.ts';
import { RateMeter } from './rate-meter.ts';
import { Transfer } from './transfer.ts';

/** How far a run has come, from its events; each takes constant time. */
export class Progress {
  readonly startedAt: number;
  readonly #inFlight = new Map<string, Transfer>();
  readonly #listed: string[] = [];
  readonly #counts = new Map<OutcomeStatus, number>();
  readonly #meter: RateMeter;
  #done = 0;
  #uploaded = 0;
  #images: number | undefined;

  constructor(now: number) {
    this.startedAt = now;
    this.#meter = new RateMeter(now);
  }

  /** How many images the run has, `undefined` until it is planned. */
  get images(): number | undefined {
    return this.#images;
  }

  /** Repositories whose tags were asked for; which of them have answered is not told. */
  get listed(): readonly string[] {
    return this.#listed;
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

  /** Takes an event that happened at `now`. */
  apply(event: SyncEvent, now: number): void {
    switch (event.type) {
      case 'listing':
        this.#listed.push(event.source);
        break;
      case 'planned':
        this.#images = event.images;
        break;
      case 'settled':
        this.#count(event.outcome.status);
        break;
      default:
        this.#applyToImage(event, now);
    }
  }

  /** Reads the meters: the more often, the smoother the rates. */
  observe(now: number): void {
    this.#meter.observe(this.#uploaded, now);
    for (const transfer of this.#inFlight.values()) transfer.observe(now);
  }

  #applyToImage(event: ImageEvent, now: number): void {
    const { request } = event;
    const transfer = this.#inFlight.get(request.target);
    switch (event.type) {
      case 'started':
        this.#inFlight.set(request.target, new Transfer(request, now));
        break;
      case 'waiting':
        transfer?.wait();
        break;
      case 'expected':
        transfer?.expect(event.bytes, now);
        break;
      case 'arrived':
        if (event.how === 'uploaded') this.#uploaded += event.bytes;
        transfer?.arrive(event.bytes, event.how);
        break;
      case 'put-off':
        this.#inFlight.delete(request.target);
        break;
      case 'finished':
        this.#inFlight.delete(request.target);
        this.#count(event.outcome.status);
        break;
    }
  }

  #count(status: OutcomeStatus): void {
    this.#counts.set(status, (this.#counts.get(status) ?? 0) + 1);
    this.#done += 1;
  }
}
