import { vi } from 'vitest';
import type { Lease, Leases } from '../../lib/mirror/ports.ts';

/** Leases over a network: a renewal is answered when the test lets it be. */
export class SlowLeases implements Leases {
  readonly #leases: Leases;
  readonly #waiting: (() => void)[] = [];

  constructor(leases: Leases) {
    this.#leases = leases;
  }

  /** Waits until a renewal waits. */
  async asked(): Promise<void> {
    await vi.waitUntil(() => this.#waiting.length > 0);
  }

  /** Answers the renewal that has waited longest, and lets its caller go on. */
  async answer(): Promise<void> {
    await this.asked();
    this.#waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }

  acquire(target: string, owner: string, forMs: number): Promise<Lease | undefined> {
    return this.#leases.acquire(target, owner, forMs);
  }

  async renew(lease: Lease, forMs: number): Promise<Lease | undefined> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return await this.#leases.renew(lease, forMs);
  }

  release(lease: Lease): Promise<void> {
    return this.#leases.release(lease);
  }
}
