/**
 * Whether `pattern` describes `text` as a whole: `*` stands for any characters, slashes among them, and `?` for one.
 * Takes time by the product of both lengths at most, whatever they are.
 */
export function matchesGlob(text: string, pattern: string): boolean {
  let star = -1;
  let resumed = 0;
  let at = 0;
  let read = 0;
  while (read < text.length) {
    if (pattern[at] === '*') {
      star = at;
      resumed = read;
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === text[read]) {
      at += 1;
      read += 1;
    } else if (star === -1) {
      return false;
    } else {
      // The last star takes one character more.
      at = star + 1;
      resumed += 1;
      read = resumed;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}
