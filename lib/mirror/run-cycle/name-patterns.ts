import { formatReference, parseReference } from '../../oci/reference.ts';

/** Tells which names somebody means who wrote names and globs with `*` and `?`. */
export interface NamePatterns {
  matches(name: string): boolean;
  /** Whether some tag of `repository` could match. */
  mayMatchTagOf(repository: string): boolean;
}

/** A name means the same in short and in full: `busybox:1` is `docker.io/library/busybox:1`. */
export function namePatterns(texts: readonly string[]): NamePatterns {
  const { globs = [], names = [] } = Object.groupBy(texts, kindOf);
  // A run that tries failed images again names every one of them.
  const exact = new Set(names.flatMap((name) => [name, fullName(name)]));
  const tagged = new Set([...exact].map(withoutTag));
  const walks = globs.map((glob) => [...glob]);
  return {
    matches: (name) =>
      exact.has(name) || walks.some((glob) => positionsAfter(name, glob).has(glob.length)),
    mayMatchTagOf: (repository) =>
      tagged.has(repository) ||
      walks.some((glob) => positionsAfter(`${repository}:`, glob).size > 0),
  };
}

function kindOf(text: string): 'globs' | 'names' {
  return /[*?]/.test(text) ? 'globs' : 'names';
}

function fullName(text: string): string {
  try {
    return formatReference(parseReference(text));
  } catch {
    // What is no reference matches nothing, which is told as that.
    return text;
  }
}

function withoutTag(name: string): string {
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
}

/** Where in `glob` one may stand when `text` is read: a walk that takes no exponential time. */
function positionsAfter(text: string, glob: readonly string[]): ReadonlySet<number> {
  let positions = withEmptyStars(new Set([0]), glob);
  for (const character of text) {
    const next = new Set<number>();
    for (const position of positions) {
      const expected = glob[position];
      if (expected === '*') next.add(position);
      else if (expected === '?' || expected === character) next.add(position + 1);
    }
    positions = withEmptyStars(next, glob);
  }
  return positions;
}

/** A star may stand for nothing. */
function withEmptyStars(positions: Set<number>, glob: readonly string[]): Set<number> {
  // A set's iterator also meets what is added while it goes on.
  for (const position of positions) if (glob[position] === '*') positions.add(position + 1);
  return positions;
}
