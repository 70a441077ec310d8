import { totalOf } from '../cost/bill.ts';
import type { QuotaUse } from './quota.ts';
import { SimulatedAccount } from './simulated-account.ts';
import type { Simulation } from './simulation.ts';
import type { SimulationOptions } from './simulation-options.ts';
import { usageOfRun } from './usage-of.ts';

/** How often it is looked whether everything is done. */
const LOOK_EVERY_MS = 1_000;

/** An image is tried for a day at the most; whatever goes on for longer than that will never end. */
const LONGEST_RUN_MS = 48 * 60 * 60 * 1000;

/** Runs the schedule's event through planner and workers until the run is completed and nothing is left to do. */
export async function simulate(options: SimulationOptions): Promise<Simulation> {
  const account = new SimulatedAccount(options);
  await account.begin();
  const begunAt = account.clock.now();
  const ended = await account.clock.run(untilDone(account, begunAt));
  const run = await account.latestRun();
  if (!run) throw new Error('no run was opened');
  return figuresOf(account, options, { ...ended, run, begunAt });
}

interface Ended {
  readonly plannedAt: number;
  readonly idleAt: number;
}

async function untilDone(account: SimulatedAccount, begunAt: number): Promise<Ended> {
  const { clock, functions } = account;
  const scheduledTime = new Date(begunAt).toISOString();
  await functions.plan.invoke({ trigger: 'schedule', scheduledTime, executionId: 'simulated' });
  let plannedAt = clock.now();
  while (!account.isIdle && clock.now() - begunAt < LONGEST_RUN_MS) {
    await clock.sleep(LOOK_EVERY_MS);
    if (!functions.plan.isIdle) plannedAt = clock.now();
  }
  return { plannedAt, idleAt: clock.now() };
}

function figuresOf(
  account: SimulatedAccount,
  options: SimulationOptions,
  {
    run,
    begunAt,
    plannedAt,
    idleAt,
  }: Ended & Pick<Simulation, 'run'> & { readonly begunAt: number },
): Simulation {
  const { functions, queues, log, internet, tableUse } = account;
  const { plan, sync } = functions;
  const usage = usageOfRun(account);
  const { state, expected, counts } = run;
  return {
    options,
    newImages: account.catalogue.newImages,
    run: { state, expected, counts },
    planMs: plannedAt - begunAt,
    runMs: (account.events.get('Run Completed') ?? idleAt) - begunAt,
    planInvocations: plan.figures.invocations,
    peakConcurrency: sync.figures.peak,
    invocations: sync.figures.invocations,
    coldStarts: sync.figures.coldStarts,
    messages: {
      sent: queues.compare.sent + queues.copy.sent,
      delivered: queues.compare.received + queues.copy.received,
      putOff: log.said.get('image put off') ?? 0,
    },
    deadLetters: queues.deadLetters.sent,
    requests: internet.requests,
    uploadedBytes: internet.uploadedBytes,
    table: {
      writeUnits: tableUse.writeUnits,
      readUnits: tableUse.readUnits,
      writeUnitsOf: Object.fromEntries(tableUse.writeUnitsOf),
    },
    gbSeconds: { workers: sync.figures.gbSeconds, planner: plan.figures.gbSeconds },
    usage,
    dollars: totalOf(usage),
    quotas: quotasOf(account),
    spent: account.spent,
    errors: Array.from(log.errors, ([message, error]) => `${message}: ${error}`),
  };
}

function quotasOf({ sources, concurrency, internet, tableUse, clock }: SimulatedAccount) {
  const uses: readonly QuotaUse[] = [
    sources.compare.concurrency.use(),
    sources.copy.concurrency.use(),
    concurrency.use(),
    ...internet.uses(clock.now()),
    ...tableUse.uses(),
  ];
  return uses;
}
