const LONGEST_QUOTE = 200;

/** What comes before an `@` without a digest after it: in an address, a user with a password. */
const USER = /^.*@(?!sha(?:256|512):)/s;

/**
 * Text that somebody wrote, in quotes for a message: its beginning where it is long, since hostile
 * input may have megabytes, and without what may be the password of an address.
 */
export function quoted(text: string): string {
  const shown = text.replace(USER, '…@');
  return JSON.stringify(shown.length > LONGEST_QUOTE ? `${shown.slice(0, LONGEST_QUOTE)}…` : shown);
}
