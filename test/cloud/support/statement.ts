import * as z from 'zod';

const texts = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value));

const conditionsSchema = z.record(
  z.string(),
  z.record(z.string(), z.union([texts, z.boolean().transform((value) => [String(value)])])),
);

const statementSchema = z.strictObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: texts,
  Resource: texts,
  Condition: conditionsSchema.default({}),
  Sid: z.string().optional(),
});

const documentSchema = z.looseObject({ Statement: z.array(statementSchema) });

/** A statement of a role's policy, without intrinsic functions. */
export type Statement = z.infer<typeof statementSchema>;

/** Statements of a policy document, as a resolved template has it. */
export function parseStatements(document: unknown): readonly Statement[] {
  return documentSchema.parse(document).Statement;
}

/** One thing that somebody wants to do. */
export interface Wish {
  /** Such as `dynamodb:PutItem`. */
  readonly action: string;
  /** ARN. */
  readonly resource: string;
  /** What conditions are compared with; a key that is absent meets no condition on it. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/** The patterns of a statement's actions that cover `wish`, none where it says nothing about it. */
export function coveringActions(statement: Statement, wish: Wish): readonly string[] {
  const covers =
    statement.Resource.some((pattern) => isLike(pattern, wish.resource)) &&
    Object.entries(statement.Condition).every(([operator, keys]) => isMet(operator, keys, wish));
  if (!covers) return [];
  return statement.Action.filter((pattern) =>
    isLike(pattern.toLowerCase(), wish.action.toLowerCase()),
  );
}

/** Whether `text` is what `pattern` with its `*` and `?` describes. */
export function isLike(pattern: string, text: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}

type Test = (expected: string, actual: string) => boolean;

const TESTS: Readonly<Record<string, Test>> = {
  StringEquals: (expected, actual) => expected === actual,
  StringLike: isLike,
  ArnEquals: isLike,
  ArnLike: isLike,
  Bool: (expected, actual) => expected === actual,
};

/** IAM, "Condition operators": all keys must match, of each key any of the expected values. */
function isMet(
  operator: string,
  keys: Readonly<Record<string, readonly string[]>>,
  { context = {} }: Wish,
): boolean {
  const [, quantifier, name = ''] = /^(?:(ForAllValues|ForAnyValue):)?(\w+)$/.exec(operator) ?? [];
  const test = TESTS[name];
  if (!test) throw new Error(`the cloud does not know the condition ${operator}`);
  return Object.entries(keys).every(([key, expected]) => {
    const actual = context[key];
    if (actual === undefined) return false;
    const matches = (value: string) => expected.some((one) => test(one, value));
    return quantifier === 'ForAllValues' ? actual.every(matches) : actual.some(matches);
  });
}
