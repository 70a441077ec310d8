import { describe, it } from 'vitest';
import { inCi } from './ci.ts';
import { missingPrograms, type TestProgram } from './programs.ts';

/**
 * Declares a suite that needs real programs. Where one is missing it is skipped
 * and its name says why, except in CI, where it fails.
 */
export function describeWith(
  programs: readonly TestProgram[],
  subject: string,
  suite: () => void,
): void {
  const missing = missingPrograms(programs);
  if (missing.length === 0) {
    describe(subject, suite);
    return;
  }
  const reason = `${missing.join(' and ')} not installed`;
  if (!inCi()) {
    describe.skip(`${subject} (${reason})`, suite);
    return;
  }
  describe(subject, () => {
    it('finds its programs', () => {
      throw new Error(`${reason}: in CI nothing is skipped`);
    });
  });
}
