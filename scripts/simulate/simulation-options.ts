import type { GivenLimits, HubAccount } from './quota-facts.ts';

/** What is simulated. */
export interface SimulationOptions {
  readonly images: number;
  /** Share of images, from 0 to 1, that the target lacks, and of repositories that are at Docker Hub. */
  readonly changedShare: number;
  readonly hubShare: number;
  readonly hubAccount: HubAccount;
  readonly compareConcurrency: number;
  readonly copyConcurrency: number;
  /** Manifests a second that all workers put. */
  readonly putImageRate: number;
  readonly limits: GivenLimits;
  readonly seed: number;
}
