import { Cron } from 'croner';
import type { Schedule } from './schedule.ts';
import { ScheduleError } from './schedule-error.ts';

const HINT = 'write five fields such as "0 */6 * * *": minute, hour, day, month, day of the week';

/**
 * Follows a cron expression of five fields in `timeZone` or the machine's. It has no seconds, as no run
 * shall follow another within a minute.
 * A fixed time that daylight saving leaves out comes at the first moment after the gap;
 * one that comes twice is taken once, the first time. Throws `ScheduleError`.
 */
export function cronSchedule(expression: string, timeZone?: string): Schedule {
  if (timeZone !== undefined) checkTimeZone(timeZone);
  const cron = parseCron(expression, timeZone);
  const next = (afterMs: number) => cron.nextRun(new Date(afterMs))?.getTime();
  // Five fields have no year: what never comes after one time never does.
  if (next(0) === undefined) {
    throw new ScheduleError(`the cron expression ${JSON.stringify(expression)} never comes`, HINT);
  }
  return { next, words: `cron ${expression}${timeZone === undefined ? '' : ` in ${timeZone}`}` };
}

function parseCron(expression: string, timezone: string | undefined): Cron {
  // croner also takes seconds, years, and a date, which would come once.
  const fields = expression.trim().split(/\s+/).length;
  const quoted = JSON.stringify(expression);
  if (fields !== 5) {
    const found = fields === 1 ? 'one field' : `${fields} fields`;
    throw new ScheduleError(`${quoted} has ${found}, and a cron expression five`, HINT);
  }
  try {
    return new Cron(expression, { paused: true, ...(timezone === undefined ? {} : { timezone }) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ScheduleError(`${quoted} is no cron expression: ${reason}`, HINT);
  }
}

function checkTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    const hint = 'write a name of the IANA time zone database, such as Europe/Berlin';
    throw new ScheduleError(`the time zone ${JSON.stringify(timeZone)} is unknown`, hint);
  }
}
