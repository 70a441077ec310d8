/** More edits than these make another word rather than a typo; letter case costs nothing. */
const MOST_EDITS = 2;

/** The one of `keys` that somebody who wrote `misspelt` most likely meant. */
export function nearestKey(misspelt: string, keys: readonly string[]): string | undefined {
  const candidates = keys
    .filter((key) => Math.abs(key.length - misspelt.length) <= MOST_EDITS)
    .map((key) => ({ key, edits: editsBetween(misspelt.toLowerCase(), key.toLowerCase()) }))
    .filter(({ key, edits }) => edits <= MOST_EDITS && edits < key.length / 2)
    .toSorted((one, other) => one.edits - other.edits);
  return candidates[0]?.key;
}

/** Levenshtein distance: insertions, deletions and substitutions. */
function editsBetween(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, length) => length);
  for (const [row, letter] of [...one].entries()) {
    const current = [row + 1];
    for (const [column, counterpart] of [...other].entries()) {
      const substituted = (previous[column] ?? 0) + (letter === counterpart ? 0 : 1);
      const inserted = (current[column] ?? 0) + 1;
      current.push(Math.min(substituted, inserted, (previous[column + 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
