import type { LiveRunDocument } from '../live/live-document.ts';

/** Whoever listens to a page wants to hear of a run now and then. */
const SPOKEN_EVERY_MS = 30_000;

let spokenAt = 0;
let wasRunning: boolean | undefined;

/** Has `words` read out when the reader is idle. */
export function announce(words: string): void {
  const announcer = document.getElementById('announcer');
  if (announcer) announcer.textContent = words;
}

/** Tells that a run has begun or ended, and now and then how far it is. */
export function announceRun(run: LiveRunDocument | null): void {
  const isRunning = run !== null;
  const isNews = wasRunning !== undefined && wasRunning !== isRunning;
  wasRunning = isRunning;
  if (isNews) announce(isRunning ? 'A run has begun' : 'The run has ended');
  else if (run && performance.now() - spokenAt >= SPOKEN_EVERY_MS) announce(run.spoken);
  else return;
  spokenAt = performance.now();
}
