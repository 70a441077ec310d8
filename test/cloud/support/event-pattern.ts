/** An event as EventBridge delivers it, or a part of one. */
type Json = Readonly<Record<string, unknown>>;

/** Whether `event` has every field of `pattern` with a value that the pattern admits. */
export function matchesPattern(pattern: Json, event: Json): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    if (key === '$or') return asList(expected).some((one) => matchesPattern(asJson(one), event));
    const actual = event[key];
    if (!Array.isArray(expected)) return matchesPattern(asJson(expected), asJson(actual));
    return expected.some((matcher) => matchesAny(matcher, actual));
  });
}

/** A list in an event matches where any of its items does. */
function matchesAny(matcher: unknown, actual: unknown): boolean {
  const values = Array.isArray(actual) ? actual : [actual];
  return values.some((value) => matchesValue(matcher, value));
}

function matchesValue(matcher: unknown, value: unknown): boolean {
  if (typeof matcher !== 'object' || matcher === null) return matcher === value;
  const [[name, argument] = ['', undefined]] = Object.entries(matcher);
  const test = MATCHERS[name];
  if (!test) throw new Error(`the cloud does not know the matcher ${JSON.stringify(matcher)}`);
  return test(argument, value);
}

/** EventBridge, "Comparison operators for use in event patterns". */
const MATCHERS: Readonly<Record<string, (argument: unknown, value: unknown) => boolean>> = {
  prefix: (argument, value) => typeof value === 'string' && value.startsWith(String(argument)),
  suffix: (argument, value) => typeof value === 'string' && value.endsWith(String(argument)),
  exists: (argument, value) => (value !== undefined) === argument,
  'anything-but': (argument, value) =>
    value !== undefined && !asList(argument).some((one) => matchesValue(one, value)),
  'equals-ignore-case': (argument, value) =>
    String(value).toLowerCase() === String(argument).toLowerCase(),
  numeric: (argument, value) => typeof value === 'number' && isWithin(asList(argument), value),
};

/** `['>', 0, '<=', 5]` */
function isWithin([operator, bound, ...rest]: readonly unknown[], value: number): boolean {
  if (operator === undefined) return true;
  return compares(String(operator), value, Number(bound)) && isWithin(rest, value);
}

function compares(operator: string, value: number, bound: number): boolean {
  switch (operator) {
    case '=':
      return value === bound;
    case '>':
      return value > bound;
    case '>=':
      return value >= bound;
    case '<':
      return value < bound;
    case '<=':
      return value <= bound;
    default:
      throw new Error(`the cloud does not know the comparison ${operator}`);
  }
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
