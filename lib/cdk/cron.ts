interface Field {
  readonly first: number;
  readonly last: number;
  /** Of the values from `first` on. */
  readonly names?: readonly string[];
  /** What stands for a day otherwise, such as the last of a month. */
  readonly special?: RegExp;
}

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const DAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');

/** docs.aws.amazon.com/scheduler, "Cron-based schedules". */
const FIELDS: readonly Field[] = [
  { first: 0, last: 59 },
  { first: 0, last: 23 },
  { first: 1, last: 31, special: /^(?:\?|LW?|\d{1,2}W|L-\d{1,2})$/ },
  { first: 1, last: 12, names: MONTHS },
  { first: 1, last: 7, names: DAYS, special: /^(?:\?|L|[1-7A-Z]+L|[1-7A-Z]+#[1-5])$/ },
  { first: 1970, last: 2199 },
];
const DAY_OF_MONTH = 2;
const DAY_OF_WEEK = 4;

/** Whether EventBridge Scheduler takes `expression` for a `cron(…)`. */
export function isCron(expression: string): boolean {
  const [, inner = ''] = /^cron\((.+)\)$/.exec(expression) ?? [];
  const fields = inner.split(' ');
  const unasked = [fields[DAY_OF_MONTH], fields[DAY_OF_WEEK]].filter((field) => field === '?');
  return (
    fields.length === FIELDS.length &&
    unasked.length === 1 &&
    FIELDS.every((field, position) => isOf(field, fields[position] ?? ''))
  );
}

function isOf(field: Field, text: string): boolean {
  return text.split(',').every((item) => field.special?.test(item) || isRange(field, item));
}

/** `*`, a value or two with a dash, and how many to step by after a slash. */
function isRange(field: Field, item: string): boolean {
  const [, range = '', step = '1'] = /^([^/]+)(?:\/(\d+))?$/.exec(item) ?? [];
  const values = range.split('-');
  const isKnown =
    range === '*' || (values.length <= 2 && values.every((one) => isValue(field, one)));
  return isKnown && Number(step) > 0;
}

function isValue({ first, last, names = [] }: Field, text: string): boolean {
  if (names.includes(text.toUpperCase())) return true;
  return /^\d+$/.test(text) && Number(text) >= first && Number(text) <= last;
}
