import type { ServiceView } from '../service.ts';
import { renderAttention } from './attention-section.ts';
import { PLOTTED_RUNS, renderHistory } from './history-section.ts';
import { renderImages } from './images-section.ts';
import { renderLive } from './live-section.ts';
import type { Page } from './page-layout.ts';
import { renderState } from './state-section.ts';
import { countGroups } from './status-groups.ts';
import { renderTiles } from './tiles.ts';

/** How everything is. */
export async function overviewPage(view: ServiceView): Promise<Omit<Page, 'edition'>> {
  const images = await view.images();
  const runs = await view.reader.listRuns({ limit: PLOTTED_RUNS });
  return {
    title: 'Overview',
    place: '/',
    sections: [
      renderState(view.state(), view.clock.now()),
      renderTiles(countGroups(images)),
      renderLive(view.live()),
      renderAttention(images),
      renderHistory(runs),
      renderImages(images),
    ],
  };
}
