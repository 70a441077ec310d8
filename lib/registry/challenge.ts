/** One way to authenticate that a server offers: RFC 9110, section 11.6.1. */
export interface Challenge {
  /** Lower case, such as `basic` or `bearer`. */
  readonly scheme: string;
  /** By lower-case name. */
  readonly parameters: ReadonlyMap<string, string>;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const PARAMETER = new RegExp(
  `\\s*(${TOKEN})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s,"]*))\\s*`,
  'y',
);
const SCHEME = new RegExp(`\\s*(${TOKEN})(?=\\s|,|$)`, 'y');
const SEPARATOR = /[\s,]+/y;
/** `token68` credentials of schemes such as Negotiate; they are of no use here. */
const UNREADABLE = /[^,]+/y;

/**
 * Parses `WWW-Authenticate`, sent once or several times, each with one
 * challenge or several. What cannot be read is passed over: a client must
 * ignore schemes that it does not know.
 */
export function parseChallenges(
  header: string | readonly string[] | undefined,
): readonly Challenge[] {
  const headers = typeof header === 'string' ? [header] : (header ?? []);
  return headers.flatMap(parseHeader);
}

function parseHeader(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let position = 0;
  const read = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const match = pattern.exec(header);
    if (match) position = pattern.lastIndex;
    return match;
  };

  while (position < header.length) {
    const parameter = read(PARAMETER);
    if (parameter) {
      const [, name = '', quoted, plain = ''] = parameter;
      challenges.at(-1)?.parameters.set(name.toLowerCase(), unquoted(quoted) ?? plain);
      continue;
    }
    const scheme = read(SCHEME);
    if (scheme) challenges.push({ scheme: (scheme[1] ?? '').toLowerCase(), parameters: new Map() });
    else if (!read(SEPARATOR)) read(UNREADABLE);
  }
  return challenges;
}

function unquoted(quoted: string | undefined): string | undefined {
  return quoted?.replace(/\\(.)/g, '$1');
}
