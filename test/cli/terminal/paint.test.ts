import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createPaint, hasColors } from '../../../lib/cli/terminal/paint.ts';
import { FakeTerminal } from './fake-terminal.ts';

describe('createPaint', () => {
  it('puts text in a style and ends it', () => {
    expect(createPaint(true)('red', 'failed')).toBe('\u001b[31mfailed\u001b[39m');
  });

  it('leaves text alone without colours', () => {
    expect(createPaint(false)('red', 'failed')).toBe('failed');
  });
});

describe('hasColors', () => {
  it.each([
    [
      'a terminal with colours',
      Object.assign(new FakeTerminal(), { getColorDepth: () => 8 }),
      true,
    ],
    ['a terminal without', new FakeTerminal(), false],
    ['a pipe', new PassThrough(), false],
    ['what merely takes text', { write: () => {} }, false],
  ])('looks at what the stream can do: %s', (_, stream, colours) => {
    expect(hasColors(stream)).toBe(colours);
  });
});
