import type { Socket } from 'node:net';
import type { Link } from './link.ts';

export interface FlowOptions {
  readonly from: Socket;
  readonly to: Socket;
  readonly link: Link;
  /** What may be under way before nothing more is read; more than the link holds, or the rate suffers. */
  readonly mostBytes: number;
  readonly onBytes: (content: Buffer) => void;
}

/** What is on its way: content, the end of it, or that whoever sent it is gone. */
interface Parcel {
  readonly what: Buffer | 'end' | 'close';
  readonly dueAtMs: number;
}

/** Carries what one socket receives to another, later, in order and no faster than the other takes it. */
export class Flow {
  readonly #options: FlowOptions;
  readonly #parcels: Parcel[] = [];
  #bytes = 0;
  #isBlocked = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: FlowOptions) {
    const { from, to } = options;
    this.#options = options;
    from.on('data', (content: Buffer) => this.#accept(content));
    from.once('end', () => this.#send('end'));
    // Connections that break off are closed as well, which is passed on.
    from.on('error', () => {});
    from.once('close', () => this.#send('close'));
    to.on('drain', () => this.#unblock());
    to.once('close', () => this.#unblock());
  }

  #accept(content: Buffer): void {
    const { from, mostBytes, onBytes } = this.#options;
    onBytes(content);
    this.#bytes += content.byteLength;
    if (this.#bytes > mostBytes) from.pause();
    this.#send(content);
  }

  #send(what: Parcel['what']): void {
    const bytes = typeof what === 'string' ? 0 : what.byteLength;
    const dueAtMs = this.#options.link.arrivalOf(bytes, performance.now());
    this.#parcels.push({ what, dueAtMs });
    if (this.#parcels.length === 1 && !this.#isBlocked) this.#wait(dueAtMs);
  }

  #unblock(): void {
    this.#isBlocked = false;
    clearTimeout(this.#timer);
    this.#deliver();
  }

  /** Timers of Node come up to a millisecond late: half of it is taken off. */
  #wait(dueAtMs: number): void {
    const restMs = Math.max(0, Math.round(dueAtMs - performance.now() - 0.5));
    this.#timer = setTimeout(() => this.#deliver(), restMs);
  }

  #deliver(): void {
    for (let next = this.#parcels[0]; next && !this.#isBlocked; next = this.#parcels[0]) {
      if (next.dueAtMs > performance.now() + 0.5) {
        this.#wait(next.dueAtMs);
        return;
      }
      this.#parcels.shift();
      if (next.what === 'end') this.#options.to.end();
      else if (next.what === 'close') this.#options.to.destroySoon();
      else this.#hand(next.what);
    }
  }

  #hand(content: Buffer): void {
    const { from, to, mostBytes } = this.#options;
    this.#isBlocked = !to.destroyed && !to.write(content);
    this.#bytes -= content.byteLength;
    if (this.#bytes <= mostBytes) from.resume();
  }
}
