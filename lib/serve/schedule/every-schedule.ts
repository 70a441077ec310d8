import { formatRecheck, parseRecheck } from '../../definition/native/recheck.ts';
import { neverSchedule, type Schedule } from './schedule.ts';
import { ScheduleError } from './schedule-error.ts';

/** A look asks registries about every image; more often than this, limits of pulls are used up by looking. */
const LEAST_MS = 60_000;

/** As far as a `Date` can be from now with certainty. */
const MOST_MS = 3650 * 86_400_000;

const HINT = 'write a duration such as 30m, 6h or 1d, at least 1m, or never';

/** A run `ms` after the last. */
export function everySchedule(ms: number): Schedule {
  return { next: (afterMs) => afterMs + ms, words: `every ${formatRecheck(ms)}` };
}

/** Reads `90s`, `30m`, `6h`, `1d` or `never`. Throws `ScheduleError`. */
export function parseEvery(text: string): Schedule {
  const ms = parseRecheck(text);
  if (ms === null) return neverSchedule;
  if (ms >= LEAST_MS && ms <= MOST_MS) return everySchedule(ms);
  throw new ScheduleError(`${JSON.stringify(text)} is no interval to begin runs at`, HINT);
}
