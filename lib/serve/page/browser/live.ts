import type { LiveDocument } from '../live/live-document.ts';
import { announce, announceRun } from './announce.ts';
import { offerCopies } from './copies.ts';
import { refresh } from './refresh.ts';
import { showRun, showTexts } from './show-run.ts';

/** What is shown of a connection that was lost; the browser tries again by itself. */
const LOST = 'Connection lost, trying again';

let events: EventSource | undefined;

offerCopies();
document.addEventListener('visibilitychange', follow);
follow();

/** Pages that nobody sees hold no connection: browsers have few for each host. */
function follow(): void {
  if (document.hidden) {
    events?.close();
    events = undefined;
    return;
  }
  if (events !== undefined) return;
  events = new EventSource('/events');
  events.addEventListener('state', ({ data }: MessageEvent<string>) => {
    showConnection(true);
    void show(JSON.parse(data) as LiveDocument);
  });
  events.addEventListener('error', reconnect);
}

/** Some answers end the attempts of browsers, such as an error of a proxy while the service is started anew. */
function reconnect(): void {
  showConnection(false);
  if (events?.readyState !== EventSource.CLOSED) return;
  events = undefined;
  setTimeout(follow, 3000);
}

async function show(state: LiveDocument): Promise<void> {
  showTexts(state.texts);
  if (state.run) showRun(state.run);
  announceRun(state.run);
  await refresh(state.edition);
}

function showConnection(isThere: boolean): void {
  const notice = document.getElementById('connection');
  if (notice === null || notice.hidden === isThere) return;
  const words = notice.querySelector('span:last-child');
  if (words) words.textContent = LOST;
  notice.hidden = isThere;
  announce(isThere ? 'Connected again' : LOST);
}
