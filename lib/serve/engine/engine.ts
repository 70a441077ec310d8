import type { RetryPolicy } from '../../content/retry.ts';
import type { Definition } from '../../definition/definition.ts';
import { PATIENCE_MS } from '../../mirror/later.ts';
import type { Attention, ServiceView } from '../service.ts';
import { Access } from './access.ts';
import { currentImages } from './current-images.ts';
import { DefinitionNews } from './definition-news.ts';
import { OWN_TRIGGERS } from './due.ts';
import type { EngineOptions } from './engine-options.ts';
import { Listeners } from './listeners.ts';
import { Look } from './look.ts';
import { Rounds } from './rounds.ts';
import { RunWorks } from './run-works.ts';
import { syncDependencies } from './sync-dependencies.ts';
import { SyncWorker } from './sync-worker.ts';
import { tellingLedger } from './telling-ledger.ts';
import { Troubles } from './troubles.ts';

/** A service that runs. */
export interface Engine extends Attention {
  readonly view: ServiceView;
  /** Begins to serve; resolves when the signal has ended it, and rejects where it cannot go on. */
  serve(): Promise<void>;
}

/** What watches a definition, begins runs and works them off, once it is told to serve. */
export function createEngine(options: EngineOptions): Engine {
  const { clock, random, file, ledger: home, workers, retries } = options;
  const failing = new AbortController();
  const signal = AbortSignal.any([options.signal, failing.signal]);
  const retry: RetryPolicy = { retries, clock, random, patienceMs: PATIENCE_MS };
  const listeners = new Listeners();
  const listener = listeners.tell;
  const news = new DefinitionNews(file.name);
  listeners.add((event) => news.hear(event));
  const works = new RunWorks(clock);
  const troubles = new Troubles(clock);

  const ledger = tellingLedger(home.ledger, {
    begun: (run) => look.begun(run),
    counted: (runId, outcome) => {
      works.count(runId, outcome);
      listener({ type: 'outcome', runId, outcome });
    },
    completed: (run) => {
      works.end(run.id);
      listener({ type: 'ended', run });
    },
    isOurs: ({ trigger }) => OWN_TRIGGERS.has(trigger),
  });
  const worker = new SyncWorker({
    ...{ workers, works, clock, random, signal, listener },
    dependenciesOf: (work) => syncDependencies(work, { ...options, home, works, ledger, retry }),
    failed: (error) => failing.abort(error),
    unrecorded: (failure) => {
      const afterMs = troubles.note('ledger', failure);
      listener({ type: 'unable', failure, afterMs });
      return afterMs;
    },
    recorded: () => {
      if (troubles.mend('ledger')) listener({ type: 'mended' });
    },
  });
  const look = new Look({
    ...{ file, clock, signal, ledger, home, works, worker },
    reader: home.reader,
    listener: (event) => {
      if (event.type === 'superseded' || event.type === 'completed') works.end(event.runId);
      listener(event);
    },
    inForce: (definition) => news.inForce(definition),
    openAccess: (definition) => openAccess(definition, retry, { ...options, signal }),
  });
  const rounds = new Rounds({ ...options, signal, look, troubles, listener, reader: home.reader });

  return {
    view: {
      clock,
      reader: home.reader,
      state: () => ({
        startedAt: new Date(rounds.startedAt).toISOString(),
        definition: news.state,
        nextRunAt: rounds.nextRunAt,
        problems: troubles.problems,
        isStopping: signal.aborted,
      }),
      images: async () =>
        await currentImages((await home.expansions.readLatest()) ?? [], home.ledger),
      live: () => works.live(),
      subscribe: (heard) => listeners.add(heard),
    },
    look: () => rounds.call(),
    serve: async () => {
      try {
        await rounds.begin();
      } catch (error) {
        failing.abort(error);
      }
      await worker.drain();
      await works.close();
      if (failing.signal.aborted) throw failing.signal.reason;
    },
  };
}

async function openAccess(
  definition: Definition,
  retry: RetryPolicy,
  { settleAccess, signal, clock, ledger, trace, idleTimeoutMs, createTransport }: EngineOptions,
): Promise<Access> {
  const access = await settleAccess(definition, signal);
  const { throttles } = ledger;
  const options = {
    ...(trace && { trace }),
    ...(idleTimeoutMs !== undefined && { idleTimeoutMs }),
    ...(createTransport && { createTransport }),
  };
  return new Access({ ...access, ...options, retry, throttles }, clock);
}
