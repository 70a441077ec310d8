import { describe, expect, it } from 'vitest';
import { printable } from '../../lib/wording/printable.ts';

describe('printable', () => {
  it('leaves text that only shows itself as it is', () => {
    expect(printable('Grüße, 世界 → 🐳 "x" \\n')).toBe('Grüße, 世界 → 🐳 "x" \\n');
  });

  it.each([
    ['an escape sequence', '\u001b[2J', '\\u001b[2J'],
    ['a line break', 'a\r\nb', 'a\\u000d\\u000ab'],
    ['a bell, a backspace and a delete', '\u0007\b\u007f', '\\u0007\\u0008\\u007f'],
    ['an eight-bit control sequence', '\u009b31m', '\\u009b31m'],
    ['a bidirectional override', 'a\u202eb', 'a\\u202eb'],
    ['a line separator', 'a\u2028b', 'a\\u2028b'],
    ['an invisible tag outside the basic plane', '\u{e0041}', '\\udb40\\udc41'],
    ['half of a surrogate pair', 'a\ud83d', 'a\\ud83d'],
  ])('writes out %s', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});
