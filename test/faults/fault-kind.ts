import type { ErrorKind } from '../../lib/errors.ts';
import type { EmbeddedRegistry } from '../../lib/local/embedded-registry/embedded-registry.ts';
import type { FaultEffect } from '../../lib/local/embedded-registry/fault.ts';
import type { Step } from './step.ts';

/** Where a fault is played. */
export interface Surroundings {
  readonly registry: EmbeddedRegistry;
  /** Milliseconds by the clock of the copy. */
  readonly now: number;
}

/** A way for a request to go wrong, and what is owed to whoever wants the image then. */
export interface FaultKind {
  readonly name: string;
  /** Whether it can befall a request. */
  readonly befalls: (step: Step) => boolean;
  readonly effect: (step: Step, surroundings: Surroundings) => FaultEffect;
  /**
   * Why the image may fail in the run that the fault strikes once, `undefined` where the run has to survive
   * that. Decided by what a client can know, never by what this one does.
   */
  readonly isFinal: (step: Step) => string | undefined;
  /** What a failure by it may be called, also where it strikes for ever. */
  readonly kinds: readonly ErrorKind[];
  /** Whether nothing but silence tells of it. */
  readonly isSilent?: true;
  /** Whether it says of a request that there is nothing, which is then not owed to anybody. */
  readonly denies?: (step: Step) => boolean;
  /** Whether it keeps the answer from the client although the registry has done the work. */
  readonly losesAnswer?: true;
}
