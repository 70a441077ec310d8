import { Token } from 'aws-cdk-lib';
import { nearestKey } from '../definition/nearest-key.ts';
import { isCron } from './cron.ts';
import { PropsError } from './errors.ts';
import { RATE, type ScheduleProps } from './schedule.ts';

const LONGEST_WINDOW_MINUTES = 1440;

/** Throws where EventBridge Scheduler would refuse `schedule`. */
export function assertSchedule({ expression, timeZone, flexibleWindow }: ScheduleProps): void {
  if (expression !== undefined) assertExpression(expression);
  if (timeZone !== undefined) assertTimeZone(timeZone);
  const minutes = flexibleWindow?.toMinutes() ?? 1;
  if (minutes >= 1 && minutes <= LONGEST_WINDOW_MINUTES) return;
  throw new PropsError(
    `flexibleWindow of schedule is ${minutes} minutes: write 1 to ${LONGEST_WINDOW_MINUTES}`,
  );
}

function assertExpression(expression: string): void {
  if (Token.isUnresolved(expression) || RATE.test(expression) || isCron(expression)) return;
  throw new PropsError(
    `expression of schedule is ${JSON.stringify(expression)}, which EventBridge does not take: write a rate of minutes, hours or days, such as rate(6 hours), or the six fields minutes, hours, day of month, month, day of week and year with ? for one of the two days, such as cron(0 5 * * ? *)`,
  );
}

function assertTimeZone(timeZone: string): void {
  if (Token.isUnresolved(timeZone)) return;
  const spelled = spelledTimeZone(timeZone);
  if (spelled === timeZone) return;
  const meant = spelled ?? nearestKey(timeZone, Intl.supportedValuesOf('timeZone'));
  throw new PropsError(
    `timeZone of schedule is ${JSON.stringify(timeZone)}, which the IANA does not have: write ${meant ?? 'one such as Europe/Berlin'}`,
  );
}

/** `undefined` for none. Intl takes offsets and any case, and gives another name for one that is old. */
function spelledTimeZone(timeZone: string): string | undefined {
  if (!/^[A-Za-z]/.test(timeZone)) return undefined;
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
    return known.toLowerCase() === timeZone.toLowerCase() ? known : timeZone;
  } catch {
    return undefined;
  }
}
