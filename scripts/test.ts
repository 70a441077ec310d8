import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inCi } from '../test/support/ci.ts';
import { TEST_PROGRAMS } from '../test/support/programs.ts';
import { howToInstall, provision } from './provision.ts';
import { closingLine, parseTestResults, type TestResults } from './test-results.ts';

const VITEST = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');

/** What there is to say of a run that ended before it could report. */
const NO_RESULTS: TestResults = { passed: 0, failed: 0, skipped: 0, skippedSuites: [] };

process.exitCode = runTests(process.argv.slice(2));

function runTests(args: readonly string[]): number {
  const missing = provision(TEST_PROGRAMS);
  if (missing.length > 0) {
    say(`Missing: ${missing.join(' and ')}. To get what is missing, ${howToInstall(missing)}.`);
    if (inCi()) {
      say('In CI every suite must run.');
      return 1;
    }
    say('The suites that need it are skipped; they are listed at the end.');
  }
  const { status, results } = runVitest(args);
  for (const suite of results.skippedSuites) say(`skipped: ${suite}`);
  const unacceptable = inCi() && results.skipped > 0;
  if (unacceptable) say('In CI a skipped test is a failure.');
  say(closingLine(results));
  return unacceptable ? 1 : status;
}

function runVitest(args: readonly string[]): { status: number; results: TestResults } {
  const folder = mkdtempSync(join(tmpdir(), 'image-syncer-test-'));
  const file = join(folder, 'results.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const run = spawnSync(process.execPath, [VITEST, 'run', ...reporters, ...args], {
      stdio: 'inherit',
    });
    const status = run.status ?? 1;
    const results = existsSync(file) ? parseTestResults(readFileSync(file, 'utf8')) : NO_RESULTS;
    // A run can fail although every file passed, by an error that no test caused.
    const failed = Math.max(results.failed, status === 0 ? 0 : 1);
    return { status, results: { ...results, failed } };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
