import { describe, expect, it } from 'vitest';
import { CopyError } from '../../lib/copy/errors.ts';
import { LeaseLostError } from '../../lib/mirror/errors.ts';
import { InterruptedError } from '../../lib/mirror/interrupted-error.ts';
import { outcomeErrorOf } from '../../lib/mirror/outcome-error.ts';
import { ConnectionError } from '../../lib/registry/connection-error.ts';
import { RegistryError } from '../../lib/registry/errors.ts';

const ASKED = { method: 'GET', url: new URL('https://registry.example/v2/app/blobs/sha256:1') };

function socketError(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
}

describe('outcomeErrorOf', () => {
  it('says what was done on which side, and what happened there', () => {
    const refusal = new RegistryError(ASKED, 403);

    const error = outcomeErrorOf(new CopyError('target', 'pushing the tag 1', refusal));

    expect(error).toEqual({
      kind: 'auth',
      code: 'DENIED',
      side: 'target',
      message:
        'pushing the tag 1 failed at the target: GET https://registry.example/v2/app/blobs/sha256:1 answered 403',
      hint: 'the account used for registry.example lacks the right to do this',
      retryable: false,
      causes: [{ code: 'DENIED', message: refusal.message }],
    });
  });

  it('lists every cause from the outermost to the first', () => {
    const lost = new ConnectionError(ASKED, socketError());

    const { side, retryable, causes } = outcomeErrorOf(new CopyError('source', 'reading', lost));

    expect(side).toBe('source');
    expect(retryable).toBe(true);
    expect(causes).toEqual([
      { code: 'CONNECTION_LOST', message: lost.message },
      { code: 'ECONNRESET', message: 'read ECONNRESET' },
    ]);
  });

  it.each([
    [new LeaseLostError('mirror.example/app:1'), 'LEASE_LOST'],
    [new InterruptedError(), 'INTERRUPTED'],
  ])('has no side for what neither registry did: %s', (failure, code) => {
    const error = outcomeErrorOf(failure);

    expect(error).toMatchObject({ code, side: null, message: failure.message, causes: [] });
  });

  it.each([
    ['an error that has no name here', new TypeError('x is not a function'), 'x is not a function'],
    ['a text', 'out of order', 'out of order'],
    ['null', null, 'null'],
    ['nothing', undefined, 'unknown failure'],
  ])('makes a defect of %s', (_, failure, message) => {
    expect(outcomeErrorOf(failure)).toEqual({
      kind: 'internal',
      code: 'INTERNAL',
      side: null,
      message,
      hint: 'this is a defect of image-syncer: report it with the output of --debug',
      retryable: false,
      causes: [],
    });
  });

  it('ends where causes form a circle', () => {
    const error = new Error('first');
    error.cause = new Error('second', { cause: error });

    expect(outcomeErrorOf(error).causes).toEqual([{ code: 'Error', message: 'second' }]);
  });
});
