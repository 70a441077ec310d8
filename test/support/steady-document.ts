/** What differs from run to run, by key: the form that it has, and the word that stands for it. */
const CHANGING: Readonly<Record<string, readonly [form: RegExp, word: string]>> = {
  id: [/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, '<ULID>'],
  startedAt: [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, '<time>'],
  finishedAt: [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, '<time>'],
  durationMs: [/^\d+$/, '<milliseconds>'],
};

/**
 * The document that `stdout` is, printed anew with its keys in their order and
 * with a word for each value that no two runs share. A value without the form
 * that it must have stays; text that is not one document throws.
 */
export function steadyDocument(stdout: string): string {
  return print(
    JSON.parse(stdout, (key, value: unknown) => {
      const [form, word] = CHANGING[key] ?? [];
      return form?.test(String(value)) ? word : value;
    }),
  );
}

/** A document as {@link steadyDocument} prints it. */
export function print(document: object): string {
  return JSON.stringify(document, null, 2);
}
