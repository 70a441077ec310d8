import type { ServiceView } from '../../service.ts';
import { editionOf } from './edition.ts';
import type { LiveDocument } from './live-document.ts';
import { runDocument, runTexts } from './run-document.ts';
import type { ServiceTally } from './service-tally.ts';

/** Time between two looks: nobody reads numbers faster. */
const LOOK_EVERY_MS = 500;

/** Proxies end connections on which nothing is said for about a minute. */
const SILENCE_MS = 15_000;

export interface Follower {
  /** Told when it has changed; the next waits until this resolves, and what was between is left out. */
  tell(document: string): Promise<void>;
  /** Told when nothing has changed for a while. */
  keepAlive(): Promise<void>;
}

/** Tells `follower` how the service is, now and whenever that has changed, until `signal` aborts or the service stops. */
export async function followService(
  view: ServiceView,
  tally: ServiceTally,
  { follower, signal }: { readonly follower: Follower; readonly signal: AbortSignal },
): Promise<void> {
  const { clock } = view;
  const unsubscribe = view.subscribe(() => tally.forget());
  let [told, toldAt] = ['', clock.now()];
  try {
    tally.forget();
    while (!signal.aborted) {
      const document = JSON.stringify(await liveDocument(view, tally));
      const isNews = document !== told;
      if (isNews) await follower.tell(document);
      else if (clock.now() - toldAt >= SILENCE_MS) await follower.keepAlive();
      if (isNews || clock.now() - toldAt >= SILENCE_MS) [told, toldAt] = [document, clock.now()];
      if (view.state().isStopping) return;
      await clock.sleep(LOOK_EVERY_MS, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    unsubscribe();
  }
}

async function liveDocument(view: ServiceView, tally: ServiceTally): Promise<LiveDocument> {
  const { texts, newest } = await tally.read();
  const live = view.live();
  return {
    edition: editionOf(view, newest),
    texts: { ...texts, ...(live && runTexts(live)) },
    run: live ? runDocument(live) : null,
  };
}
