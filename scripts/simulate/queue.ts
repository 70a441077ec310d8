import type { VirtualClock } from './virtual-clock.ts';

/** A message as it is delivered. */
export interface Delivered {
  readonly receipt: string;
  readonly body: string;
  /** How often it was delivered, this time included. */
  readonly receives: number;
}

export interface QueueOptions {
  readonly name: string;
  readonly clock: VirtualClock;
  readonly visibilityMs: number;
  /** Where a message goes that was delivered `maxReceives` times. Absent: it stays. */
  readonly redrive?: { readonly to: SimulatedQueue; readonly maxReceives: number };
}

interface Message {
  readonly body: string;
  readonly receipt: string;
  receives: number;
  visibleAt: number;
}

/** A standard queue of SQS. Each message is delivered once, unless it was not removed in time. */
export class SimulatedQueue {
  readonly #options: QueueOptions;
  readonly #inFlight = new Map<string, Message>();
  #waiting: Message[] = [];
  #taken = 0;
  #received = 0;
  #sent = 0;
  #onArrival: () => void = () => {};

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  /** Messages that were sent, and deliveries of them. */
  get sent(): number {
    return this.#sent;
  }

  get received(): number {
    return this.#received;
  }

  /** Messages that can be received now. */
  get backlog(): number {
    return this.#waiting.length - this.#taken;
  }

  /** Whether there is no message, delayed and hidden ones included. */
  get isEmpty(): boolean {
    return this.backlog + this.#inFlight.size === 0;
  }

  /** Has `arrived` called whenever a message can be received. */
  onArrival(arrived: () => void): void {
    this.#onArrival = arrived;
  }

  send(body: string, delayMs = 0): void {
    this.#sent += 1;
    const message = { body, receipt: `${this.name}/${this.#sent}`, receives: 0, visibleAt: 0 };
    if (delayMs === 0) this.#appear(message);
    else this.#keep(message, delayMs);
  }

  receive(most: number): readonly Delivered[] {
    const delivered: Delivered[] = [];
    while (delivered.length < most && this.backlog > 0) {
      const message = this.#take();
      if (!message || this.#givesUp(message)) continue;
      message.receives += 1;
      this.#received += 1;
      this.#keep(message, this.#options.visibilityMs);
      delivered.push(message);
    }
    return delivered;
  }

  /** Keeps a message hidden for so long from now on. */
  changeVisibility(receipt: string, ms: number): void {
    const message = this.#inFlight.get(receipt);
    if (message) this.#hide(message, ms);
  }

  remove(receipt: string): void {
    this.#inFlight.delete(receipt);
  }

  #givesUp(message: Message): boolean {
    const { redrive } = this.#options;
    if (!redrive || message.receives < redrive.maxReceives) return false;
    redrive.to.send(message.body);
    return true;
  }

  /** The first that waits; what was taken is cut off now and then. */
  #take(): Message | undefined {
    const message = this.#waiting[this.#taken];
    this.#taken += 1;
    if (this.#taken > 10_000) {
      this.#waiting = this.#waiting.slice(this.#taken);
      this.#taken = 0;
    }
    return message;
  }

  #keep(message: Message, ms: number): void {
    this.#inFlight.set(message.receipt, message);
    this.#hide(message, ms);
  }

  #hide(message: Message, ms: number): void {
    const { clock } = this.#options;
    const visibleAt = clock.now() + ms;
    message.visibleAt = visibleAt;
    clock.after(ms, () => {
      const isStill = this.#inFlight.get(message.receipt) === message;
      if (!isStill || message.visibleAt !== visibleAt) return;
      this.#inFlight.delete(message.receipt);
      this.#appear(message);
    });
  }

  #appear(message: Message): void {
    this.#waiting.push(message);
    this.#onArrival();
  }
}
