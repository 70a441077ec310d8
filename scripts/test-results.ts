import { relative } from 'node:path';
import * as z from 'zod';

/** What vitest's JSON reporter writes, as far as it is read here. */
const REPORT = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({ ancestorTitles: z.array(z.string()), title: z.string(), status: z.string() }),
      ),
    }),
  ),
});

type TestFile = z.infer<typeof REPORT>['testResults'][number];

/** How a run of the tests ended. */
export interface TestResults {
  readonly passed: number;
  /** Tests that failed, and files that failed although none of their tests did. */
  readonly failed: number;
  readonly skipped: number;
  /** File and name of each suite, or test outside suites, of which something was skipped. */
  readonly skippedSuites: readonly string[];
}

/** Reads the text that vitest's JSON reporter wrote. */
export function parseTestResults(text: string): TestResults {
  const report = REPORT.parse(JSON.parse(text));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.testResults.filter(failedOutsideTests).length,
    skipped: report.numPendingTests + report.numTodoTests,
    skippedSuites: [...new Set(report.testResults.flatMap(skippedSuites))],
  };
}

/** The line with which a run closes: `12 passed, 0 failed`. */
export function closingLine({ passed, failed, skipped }: TestResults): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** As a file does that cannot be imported, or whose hooks fail. */
function failedOutsideTests({ status, assertionResults }: TestFile): boolean {
  return status === 'failed' && assertionResults.every((test) => test.status !== 'failed');
}

function skippedSuites({ name, assertionResults }: TestFile): readonly string[] {
  return assertionResults
    .filter(({ status }) => status !== 'passed' && status !== 'failed')
    .map(({ ancestorTitles, title }) => `${relative('.', name)} › ${ancestorTitles[0] ?? title}`);
}
