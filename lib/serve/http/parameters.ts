import { RequestError } from './request-error.ts';

/** The values of each parameter of a query. */
export type Query = Readonly<Record<string, readonly string[]>>;

/** Throws {@link RequestError} where `query` has others than `known`: a filter that nobody reads filters nothing. */
export function requireKnown(query: Query, known: readonly string[]): void {
  const unknown = Object.keys(query).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new RequestError(400, {
    message: `there is no parameter ${JSON.stringify(unknown)}`,
    hint: `use ${known.length === 0 ? 'none' : known.join(', ')}`,
  });
}

/** The one value of a parameter; throws {@link RequestError} where there are more. */
export function single(query: Query, name: string): string | undefined {
  const values = query[name] ?? [];
  if (values.length <= 1) return values[0];
  throw new RequestError(400, {
    message: `the parameter ${name} stands ${values.length} times`,
    hint: 'name it once',
  });
}
