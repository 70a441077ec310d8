import { Counter, Histogram, type Registry } from 'prom-client';
import type { RunSummary } from '../../mirror/run.ts';
import type { ServiceView } from '../service.ts';

/** Seconds: from a run that finds everything in place to one of a whole day. */
const BUCKETS = [1, 5, 15, 60, 300, 900, 3600, 4 * 3600, 12 * 3600, 24 * 3600];

export interface RunCounting {
  /** Resolves once everything that was told is counted. */
  settled(): Promise<void>;
  stop(): void;
}

/** Counts runs as they end, in whatever way. Of those that others ended, the ledger tells what they were. */
export function countRuns(view: ServiceView, registry: Registry): RunCounting {
  const observe = runObserver(registry);
  const open = new Set<Promise<void>>();
  const read = async (runId: string) => {
    const run = await view.reader.readRun(runId).catch(() => undefined);
    if (run) observe(run);
  };
  const stop = view.subscribe((event) => {
    if (event.type === 'ended') observe(event.run);
    if (event.type !== 'completed' && event.type !== 'superseded' && event.type !== 'closed')
      return;
    const counted = read(event.runId).finally(() => open.delete(counted));
    open.add(counted);
  });
  return {
    async settled() {
      for (const counted of [...open]) await counted;
    },
    stop,
  };
}

function runObserver(registry: Registry): (run: RunSummary) => void {
  const registers = [registry];
  const runs = new Counter({
    name: 'image_syncer_runs_total',
    help: 'Runs that ended, by how they ended and what began them, since the process began.',
    labelNames: ['state', 'trigger'],
    registers,
  });
  const duration = new Histogram({
    name: 'image_syncer_run_duration_seconds',
    help: 'How long runs took that were completed, since the process began.',
    buckets: BUCKETS,
    registers,
  });
  return ({ state, trigger, startedAt, finishedAt }) => {
    runs.inc({ state, trigger });
    if (state !== 'completed' || finishedAt === null) return;
    duration.observe((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
  };
}
