/** Of an image of which nothing was moved. */
export const NO_BYTES = { uploaded: 0, mounted: 0, present: 0 };
const NO_COUNTS = { copied: 0, unchanged: 0, conflict: 0, skipped: 0, failed: 0 };

const TIME = /^"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"$/;

/** What differs from run to run, by key: the form that it has as JSON, and the word that stands for it. */
const CHANGING: Readonly<Record<string, readonly [form: RegExp, word: string]>> = {
  id: [/^"[0-7][0-9A-HJKMNP-TV-Z]{25}"$/, '<ULID>'],
  startedAt: [TIME, '<time>'],
  finishedAt: [TIME, '<time>'],
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
      return form?.test(JSON.stringify(value)) ? word : value;
    }),
  );
}

/** A document as {@link steadyDocument} prints it. */
export function print(document: object): string {
  return JSON.stringify(document, null, 2);
}

/** What is printed of an image, in the order of the design; `found` has what is not as for one that was never looked at. */
export function imageDocument(source: string, target: string, found: object): object {
  return {
    source,
    target,
    status: 'failed',
    reason: null,
    sourceDigest: null,
    wantedDigest: null,
    targetDigest: null,
    previousDigest: null,
    platforms: null,
    bytes: NO_BYTES,
    referrers: null,
    warnings: [],
    attempts: 1,
    durationMs: '<milliseconds>',
    error: null,
    ...found,
  };
}

/** What is printed of a run, without an image unless told otherwise. */
export function runDocument({ dryRun = false, counts = {}, bytes = {} }): object {
  return {
    id: '<ULID>',
    dryRun,
    startedAt: '<time>',
    finishedAt: '<time>',
    counts: { ...NO_COUNTS, ...counts },
    bytes: { ...NO_BYTES, ...bytes },
  };
}
