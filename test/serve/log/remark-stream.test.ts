import { describe, expect, it } from 'vitest';
import { remarkStream } from '../../../lib/serve/log/remark-stream.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const NOW = '2026-01-01T00:00:00.000Z';

function remarked(format: 'text' | 'json', text: string): string {
  const lines: string[] = [];
  const stream = { write: (line: string) => lines.push(line) };
  const options = { stream, format, clock: new ManualClock(), event: 'request' };
  remarkStream({ ...options, level: 'debug' }).write(text);
  return lines.join('');
}

describe('remarkStream', () => {
  it('puts the time before each line', () => {
    expect(remarked('text', 'debug: HEAD /v2/ 200\n  and more\n')).toBe(
      `${NOW} debug: HEAD /v2/ 200\n${NOW}   and more\n`,
    );
  });

  it('writes an object for all that is written at once, which names the level once', () => {
    const line = remarked('json', 'debug: HEAD /v2/ 200\nand more\n');

    expect(line).toMatch(/^[^\n]*\n$/);
    expect(JSON.parse(line)).toEqual({
      time: NOW,
      level: 'debug',
      event: 'request',
      message: 'HEAD /v2/ 200\nand more',
    });
  });

  it.each(['text', 'json'] as const)('writes nothing that steers a terminal as %s', (format) => {
    expect(remarked(format, 'a\u202eb\u009bc\u001b')).toContain('a\\u202eb\\u009bc\\u001b');
  });
});
