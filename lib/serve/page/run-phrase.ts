import type { RunSummary } from '../../mirror/run.ts';
import { countPhrases } from '../../wording/outcome-words.ts';

/** What a run came to: `3 copied, 1 failed`, with its state where it is not completed. */
export function runPhrase({ state, counts, dryRun }: RunSummary): string {
  const phrases = countPhrases(counts, dryRun);
  const words = phrases.length === 0 ? 'no images' : phrases.join(', ');
  return state === 'completed' ? words : `${state}, ${words}`;
}

/** How long a run took; `null` while it goes on. */
export function runDurationMs({ startedAt, finishedAt }: RunSummary): number | null {
  return finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(startedAt);
}
