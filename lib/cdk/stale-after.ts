import { Duration } from 'aws-cdk-lib';
import { PropsError } from './errors.ts';
import { DEFAULT_SCHEDULE, RATE, type ScheduleProps } from './schedule.ts';

const MINUTES: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 24 * 60 };

/** CloudWatch evaluates at most 7 days, in periods of an hour or longer. */
const LONGEST = Duration.days(7);

/** Of a cron expression, whose interval may be anything. */
const CRON_STALE_AFTER = Duration.days(2);

/** How long no run may complete before that is an alarm; `undefined` where nothing says how often there should be one. */
export function staleAfterOf(
  staleAfter: Duration | undefined,
  schedule: ScheduleProps | false,
): Duration | undefined {
  const wanted = staleAfter ?? (schedule === false ? undefined : twiceInterval(schedule));
  if (wanted === undefined) return undefined;
  const hours = Math.ceil(wanted.toHours({ integral: false }));
  if (hours >= 1 && hours <= LONGEST.toHours()) return Duration.hours(hours);
  if (staleAfter === undefined) return LONGEST;
  throw new PropsError(`staleAfter is ${wanted.toHumanString()}; CloudWatch takes up to 7 days`);
}

function twiceInterval({ expression = DEFAULT_SCHEDULE }: ScheduleProps): Duration {
  const [, count, unit = ''] = RATE.exec(expression) ?? [];
  const minutes = MINUTES[unit];
  if (count === undefined || minutes === undefined) return CRON_STALE_AFTER;
  return Duration.minutes(2 * Number(count) * minutes);
}
