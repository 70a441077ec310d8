import type { RegistryStorage } from '../../lib/local/embedded-registry/storage.ts';
import { FIRST_RUN } from '../support/run-builder.ts';
import type { FaultKind } from './fault-kind.ts';
import { FAULT_KINDS } from './fault-kinds.ts';
import { type Scenario, sourceStorage } from './scenario.ts';
import { type Step, stepsOf } from './step.ts';
import { startWorld } from './world.ts';

/** A copy that nothing disturbs: what is asked for, and what that moves. */
export interface Recording {
  readonly scenario: Scenario;
  readonly storage: RegistryStorage;
  readonly steps: readonly Step[];
  /** Bytes of blobs that the target takes. */
  readonly uploadedBytes: number;
}

/** One fault at one request of a copy, once or at that request and all like it from then on. */
export interface FaultCase {
  readonly recording: Recording;
  readonly step: Step;
  readonly fault: FaultKind;
  readonly isForEver: boolean;
}

/** Nothing is silent in a copy that nothing disturbs, however busy the machine is. */
const PATIENT_MS = 20_000;

/** Copies the image of `scenario` once; throws where that does not succeed. */
export async function record(scenario: Scenario): Promise<Recording> {
  const storage = await sourceStorage(scenario);
  const world = await startWorld({ scenario, storage, idleTimeoutMs: PATIENT_MS });
  try {
    const { outcome } = await world.run(FIRST_RUN);
    if (outcome.status !== 'copied') throw new Error(JSON.stringify(outcome, null, 2));
    const { source, target } = world;
    const steps = [...stepsOf('source', source.requests), ...stepsOf('target', target.requests)];
    return { scenario, storage, steps, uploadedBytes: sentToSessions(steps) };
  } finally {
    await world.end();
  }
}

/** Every fault at every request that it can befall, both once and for ever. */
export function casesOf(recording: Recording): readonly FaultCase[] {
  return recording.steps.flatMap((step) =>
    FAULT_KINDS.filter(({ befalls }) => befalls(step)).flatMap((fault) => [
      { recording, step, fault, isForEver: false },
      { recording, step, fault, isForEver: true },
    ]),
  );
}

function sentToSessions(steps: readonly Step[]): number {
  return steps
    .filter(({ subject }) => subject === 'session')
    .reduce((sum, { sentBytes }) => sum + sentBytes, 0);
}
