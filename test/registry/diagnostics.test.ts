import { describe, expect, it } from 'vitest';
import { parseDiagnostics } from '../../lib/registry/diagnostics.ts';

describe('parseDiagnostics', () => {
  it.each([
    [
      '{"errors":[{"code":"DENIED","message":"no","detail":{"secret":1}}]}',
      [{ code: 'DENIED', message: 'no' }],
    ],
    ['{"errors":[{"code":"denied"}]}', [{ code: 'DENIED' }]],
    ['{"errors":[{"message":"no"},7,null]}', [{ code: 'UNKNOWN', message: 'no' }]],
    ['{"errors":[]}', []],
    ['', []],
    [' \n', []],
    ['<html>503</html>', []],
    ['Too Many Requests\n', [{ code: 'UNKNOWN', message: 'Too Many Requests' }]],
    ['{"errors":"no"}', [{ code: 'UNKNOWN', message: '{"errors":"no"}' }]],
    ['null', [{ code: 'UNKNOWN', message: 'null' }]],
  ])('reads %j', (body, expected) => {
    expect(parseDiagnostics(body)).toEqual(expected);
  });

  it.each([
    ['text', 'x'.repeat(1000)],
    ['a message', JSON.stringify({ errors: [{ code: 'UNKNOWN', message: 'x'.repeat(1000) }] })],
  ])('shortens %s', (_, body) => {
    expect(parseDiagnostics(body)).toEqual([{ code: 'UNKNOWN', message: `${'x'.repeat(300)}…` }]);
  });

  it('takes the first five, and the beginning of a code', () => {
    const errors = Array.from({ length: 1000 }, () => ({ code: 'X'.repeat(1000) }));

    const read = parseDiagnostics(JSON.stringify({ errors }));

    expect(read).toEqual(Array(5).fill({ code: `${'X'.repeat(60)}…` }));
  });

  it('passes over reasons that are nested without an end', () => {
    const body = `{"errors":[{"detail":${'['.repeat(30_000)}${']'.repeat(30_000)}}]}`;

    expect(parseDiagnostics(body)).toEqual([
      { code: 'UNKNOWN', message: `${body.slice(0, 300)}…` },
    ]);
  });
});
