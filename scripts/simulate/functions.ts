import { composePlanner } from '../../lib/aws/planner/compose-planner.ts';
import type { Planner } from '../../lib/aws/planner/create-planner.ts';
import type { Continuation } from '../../lib/aws/planner/invoke-itself.ts';
import { composeDeadLetterConsumer } from '../../lib/aws/worker/compose-dead-letter-consumer.ts';
import { composeWorker } from '../../lib/aws/worker/compose-worker.ts';
import type { BatchEvent } from '../../lib/aws/worker/create-worker.ts';
import type { BatchAnswer } from '../../lib/aws/worker/worker.ts';
import { STACK } from '../cost/figures.ts';
import { ASSUMPTIONS } from './assumptions.ts';
import type { CountingLog } from './counting-log.ts';
import { type Services, standInsOf } from './environment-stand-ins.ts';
import { SimulatedFunction } from './lambda/simulated-function.ts';
import { type Errand, Machine } from './machine.ts';
import type { LevelQuota } from './quota.ts';
import type { SimulationOptions } from './simulation-options.ts';
import { COMPARE_LANE_SCALED_BYTES, environmentOf, STACK_DEFAULTS } from './stack.ts';

export interface FunctionsOptions {
  readonly simulation: SimulationOptions;
  readonly services: Services;
  readonly log: CountingLog;
  readonly concurrency: LevelQuota;
  readonly definition: string;
  /** Told how long workers spent on what. */
  readonly spent: (errand: Errand, ms: number) => void;
}

/** The functions of the stack, composed as Lambda has them composed. */
export interface Functions {
  readonly plan: SimulatedFunction<unknown, Awaited<ReturnType<Planner>>>;
  readonly sync: SimulatedFunction<BatchEvent, BatchAnswer>;
  readonly deadLetters: SimulatedFunction<BatchEvent, BatchAnswer>;
}

/** Lambda gives as much processor as memory. */
const GB_OF_ONE_PROCESSOR = STACK.workerGb;

export const DEAD_LETTER_GB = 0.25;

const SILENT = { count: () => {}, emit: () => {}, throttled: () => {} };

export function createFunctions(options: FunctionsOptions): Functions {
  const { services, simulation, log, concurrency } = options;
  const environment = environmentOf(simulation);
  const common = { clock: services.clock, timeoutMs: STACK_DEFAULTS.timeoutMs, concurrency };
  const standIns = (memoryGb: number, spent = options.spent) =>
    standInsOf(machineOf(services, memoryGb, spent), services);
  const metrics = SILENT;
  const plan: Functions['plan'] = new SimulatedFunction({
    ...common,
    memoryGb: STACK.plannerGb,
    create: () =>
      composePlanner(environment, log, {
        ...standIns(STACK.plannerGb, () => {}),
        source: { name: 's3://images/images.yaml', read: async () => options.definition },
        goOn: async (continuation) => invokeLater(plan, continuation, services),
      }),
  });
  return {
    plan,
    sync: new SimulatedFunction({
      ...common,
      memoryGb: STACK.workerGb,
      create: () =>
        composeWorker(environment, log, {
          ...standIns(STACK.workerGb),
          metrics,
          compareLaneBytes: COMPARE_LANE_SCALED_BYTES,
        }),
    }),
    deadLetters: new SimulatedFunction({
      ...common,
      memoryGb: DEAD_LETTER_GB,
      create: () =>
        composeDeadLetterConsumer(environment, log, { ...standIns(DEAD_LETTER_GB), metrics }),
    }),
  };
}

function machineOf(
  { clock, random }: Services,
  memoryGb: number,
  spent: (errand: Errand, ms: number) => void,
): Machine {
  const slowness = Math.max(1, GB_OF_ONE_PROCESSOR / memoryGb);
  return new Machine({ clock, random, slowness, spent });
}

function invokeLater(
  plan: Functions['plan'],
  continuation: Continuation,
  { clock }: Services,
): void {
  clock.after(ASSUMPTIONS.apiMs, () => void plan.invoke(continuation));
}
