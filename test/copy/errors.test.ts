import { describe, expect, it } from 'vitest';
import { at, CopyError, copyError } from '../../lib/copy/errors.ts';
import { lastingFailure, passingFailure } from '../support/failure.ts';

describe('CopyError', () => {
  it('is what its cause is, and says on which side', () => {
    const cause = passingFailure();

    const error = new CopyError('source', 'reading', cause);

    const { kind, code, hint, retryable, retryAfterMs } = cause;
    expect(error).toMatchObject({ kind, code, hint, retryable, retryAfterMs, cause });
    expect(error.message).toBe('reading failed at the source');
  });
});

describe('copyError', () => {
  it('does not wrap twice', () => {
    const inner = new CopyError('source', 'reading', lastingFailure());

    expect(copyError('target', 'writing', inner)).toBe(inner);
  });

  it('leaves what it cannot name as it is', () => {
    const defect = new TypeError('x is not a function');

    expect(copyError('target', 'writing', defect)).toBe(defect);
  });
});

describe('at', () => {
  it('gives back what the step resolves to', async () => {
    await expect(at('source', 'reading', async () => 'read')).resolves.toBe('read');
  });

  it('hands the options to the step', async () => {
    const { signal } = new AbortController();

    await at('source', 'reading', async (options) => expect(options.signal).toBe(signal), {
      signal,
    });

    expect.assertions(1);
  });

  it('surfaces an abort as its own reason, whatever the step failed with', async () => {
    const reason = new Error('interrupted');
    const signal = AbortSignal.abort(reason);
    const step = () => Promise.reject(passingFailure());

    await expect(at('source', 'reading', step, { signal })).rejects.toBe(reason);
  });
});
