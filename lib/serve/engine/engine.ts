import type { RetryPolicy } from '../../content/retry.ts';
import type { Definition } from '../../definition/definition.ts';
import { PATIENCE_MS } from '../../mirror/later.ts';
import type { ServiceListener } from '../events.ts';
import type { Attention, ServiceView } from '../service.ts';
import { Access } from './access.ts';
import { DefinitionNews } from './definition-news.ts';
import { OWN_TRIGGERS } from './due.ts';
import type { EngineOptions } from './engine-options.ts';
import { engineView } from './engine-view.ts';
import { Listeners } from './listeners.ts';
import { Look } from './look.ts';
import { Rounds } from './rounds.ts';
import { RunWorks } from './run-works.ts';
import { syncDependencies } from './sync-dependencies.ts';
import { SyncWorker, type SyncWorkerOptions } from './sync-worker.ts';
import { type LedgerEars, tellingLedger } from './telling-ledger.ts';
import { Troubles } from './troubles.ts';

/** A service that runs. */
export interface Engine extends Attention {
  readonly view: ServiceView;
  /** Begins to serve; resolves when the signal has ended it, and rejects where it cannot go on. */
  serve(): Promise<void>;
}

/** What watches a definition, begins runs and works them off, once it is told to serve. */
export function createEngine(options: EngineOptions): Engine {
  const failing = new AbortController();
  const signal = AbortSignal.any([options.signal, failing.signal]);
  const { view, rounds, worker, works } = compose({ ...options, signal }, failing);
  return {
    view,
    look: () => rounds.call(),
    serve: async () => {
      await rounds.begin().catch((error: unknown) => failing.abort(error));
      await worker.drain();
      await works.close();
      if (failing.signal.aborted) throw failing.signal.reason;
    },
  };
}

interface Composed {
  readonly view: ServiceView;
  readonly rounds: Rounds;
  readonly worker: SyncWorker;
  readonly works: RunWorks;
}

/** A defect aborts `failing`. */
function compose(options: EngineOptions, failing: AbortController): Composed {
  const { clock, random, signal, file, ledger: home, retries } = options;
  const retry: RetryPolicy = { retries, clock, random, patienceMs: PATIENCE_MS };
  const listeners = new Listeners();
  const listener = listeners.tell;
  const news = new DefinitionNews(file.name);
  listeners.add((event) => news.hear(event));
  const works = new RunWorks(clock);
  const troubles = new Troubles(clock);
  const ledger = tellingLedger(home.ledger, {
    begun: (run) => look.begun(run),
    ...countingIn(works, listener),
  });
  const worker = new SyncWorker({
    ...{ workers: options.workers, works, clock, random, signal, listener },
    dependenciesOf: (work) => syncDependencies(work, { ...options, home, works, ledger, retry }),
    failed: (error) => failing.abort(error),
    ...tellingTroubles('ledger', troubles, listener),
  });
  const look: Look = new Look({
    ...{ file, clock, ledger, home, works, worker },
    reader: home.reader,
    listener: endingIn(works, listener),
    inForce: (definition) => news.inForce(definition),
    openAccess: (definition) => openAccess(definition, retry, options),
  });
  const rounds = new Rounds({ ...options, look, troubles, listener, reader: home.reader });
  const view = engineView({ clock, signal, home, listeners, news, works, troubles, rounds });
  return { view, rounds, worker, works };
}

/** What is counted, and which runs that can be in. */
function countingIn(works: RunWorks, listener: ServiceListener): Omit<LedgerEars, 'begun'> {
  return {
    counted: (runId, outcome) => {
      works.count(runId, outcome);
      listener({ type: 'outcome', runId, outcome });
    },
    completed: (run) => {
      works.end(run.id);
      listener({ type: 'ended', run });
    },
    isOurs: ({ trigger }) => OWN_TRIGGERS.has(trigger),
  };
}

/** Passes on what happens to runs, and drops what waits of one that is over. */
function endingIn(works: RunWorks, listener: ServiceListener): ServiceListener {
  return (event) => {
    if (event.type === 'superseded' || event.type === 'completed') works.end(event.runId);
    listener(event);
  };
}

/** What to call when the ledger fails and when it works. */
function tellingTroubles(
  what: string,
  troubles: Troubles,
  listener: ServiceListener,
): Pick<SyncWorkerOptions, 'unrecorded' | 'recorded'> {
  return {
    unrecorded: (failure) => {
      const afterMs = troubles.note(what, failure);
      listener({ type: 'unable', failure, afterMs });
      return afterMs;
    },
    recorded: () => {
      const message = troubles.mend(what);
      if (message !== undefined) listener({ type: 'mended', message });
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
