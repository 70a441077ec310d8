/**
 * Whatever a terminal may obey instead of show, or show in another order: C0 and C1 controls (Unicode Cc),
 * invisible formatting such as bidirectional overrides (Cf), line separators (Zl, Zp), lone surrogates (Cs).
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * `text` on one line, with everything that could steer a terminal as `\uXXXX`.
 *
 * Registries write parts of error messages, so no text that is not ours reaches
 * a terminal without this. The escapes are those of JSON strings.
 */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escaped);
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
