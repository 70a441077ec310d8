import type { RepositoryName } from '../oci/reference.ts';

/**
 * What a setting may be kept under that holds for `name`, the most specific first:
 * the name itself, each of its paths, and the host.
 */
export function scopesOf({ registry, repository }: RepositoryName): readonly string[] {
  const parts = repository.split('/');
  const paths = parts.map((_, index) => parts.slice(0, parts.length - index).join('/'));
  return [...paths.map((path) => `${registry}/${path}`), registry];
}

/** A setting, and what it is kept under. */
export interface Scoped<Value> {
  readonly scope: string;
  readonly value: Value;
}

/** The most specific of `settings` that holds for `name` and that `choose` makes something of. */
export function mostSpecific<Setting, Value>(
  settings: ReadonlyMap<string, Setting>,
  name: RepositoryName,
  choose: (setting: Setting) => Value | undefined,
): Scoped<Value> | undefined {
  for (const scope of scopesOf(name)) {
    const setting = settings.get(scope);
    const value = setting === undefined ? undefined : choose(setting);
    if (value !== undefined) return { scope, value };
  }
  return undefined;
}
