import type { OpenLedger } from '../../local/open-sqlite-ledger.ts';
import type { ServiceView } from '../service.ts';
import type { DefinitionNews } from './definition-news.ts';
import type { EngineOptions } from './engine-options.ts';
import { ImagesReading } from './images-reading.ts';
import type { Listeners } from './listeners.ts';
import type { Rounds } from './rounds.ts';
import type { RunWorks } from './run-works.ts';
import type { Troubles } from './troubles.ts';

export interface EngineParts extends Pick<EngineOptions, 'clock' | 'signal'> {
  readonly home: Pick<OpenLedger, 'reader' | 'expansions' | 'ledger'>;
  readonly listeners: Listeners;
  readonly news: DefinitionNews;
  readonly works: RunWorks;
  readonly troubles: Troubles;
  readonly rounds: Rounds;
}

/** What can be seen of an engine that has these parts. */
export function engineView(parts: EngineParts): ServiceView {
  const { clock, signal, home, listeners, news, works, troubles, rounds } = parts;
  const reading = new ImagesReading(home, clock);
  listeners.add((event) => reading.hear(event));
  return {
    clock,
    reader: home.reader,
    state: () => ({
      startedAt: new Date(rounds.startedAt).toISOString(),
      definition: news.state,
      nextRunAt: rounds.nextRunAt,
      problems: troubles.problems,
      isStopping: signal.aborted,
    }),
    images: async () => works.withPutOffs(await reading.images()),
    live: () => works.live(),
    subscribe: (listener) => listeners.add(listener),
  };
}
