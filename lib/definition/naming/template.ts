import type { Explanation } from '../errors.ts';
import { nearestKey } from '../nearest-key.ts';
import { oneOf } from '../spelling.ts';

/** What stands for parts of the source in a target, and for its tag. */
const PLACEHOLDERS = ['registry', 'repository', 'name', 'tag'] as const;

type Placeholder = (typeof PLACEHOLDERS)[number];

const PLACEHOLDER = /\$\{([^{}]*)\}/g;

/** What stands in the place of each placeholder; one without a value stays as it is. */
export type Values = Readonly<Partial<Record<Placeholder, string>>>;

/** The text with every placeholder replaced that has a value. */
export function fill(template: string, values: Values): string {
  const known: Readonly<Record<string, string | undefined>> = values;
  return template.replaceAll(PLACEHOLDER, (written, name: string) =>
    Object.hasOwn(known, name) ? (known[name] ?? written) : written,
  );
}

/** Whether `text` has one of the placeholders named. */
export function hasPlaceholder(text: string, ...names: readonly Placeholder[]): boolean {
  return names.some((name) => text.includes(`\${${name}}`));
}

/** What is wrong with the first placeholder that is none of `allowed`; `undefined` where all are. */
export function explainPlaceholder(
  template: string,
  allowed: readonly Placeholder[] = PLACEHOLDERS,
): Explanation | undefined {
  const names: readonly string[] = allowed;
  for (const [written, name = ''] of template.matchAll(PLACEHOLDER)) {
    if (names.includes(name)) continue;
    const meant = nearestKey(name, names);
    const choices = meant === undefined ? names : [meant];
    return {
      message: `unknown placeholder ${written}`,
      hint: `write ${oneOf(choices.map((choice) => `\${${choice}}`))}`,
    };
  }
  return undefined;
}
