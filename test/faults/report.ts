import { FAULT_KINDS } from './fault-kinds.ts';
import type { CaseResult } from './run-case.ts';
import { describeStep } from './step.ts';

const COLUMNS = ['tried', 'survived', 'failed', 'rerun ok', 'sent again', 'wrong'] as const;

/** One row a fault: what became of it once, and for ever. */
export function formatTable(results: readonly CaseResult[]): string {
  const rows = FAULT_KINDS.flatMap(({ name }) =>
    [false, true].map((isForEver) => {
      const own = results.filter(
        (result) => result.fault.name === name && result.isForEver === isForEver,
      );
      return rowOf(`${name}${isForEver ? ', for ever' : ''}`, own);
    }),
  );
  const shown = rows.filter(({ tried }) => tried !== 0);
  return [['fault', ...COLUMNS], ...shown.map(({ cells }) => cells), rowOf('all', results).cells]
    .map(
      ([name = '', ...cells]) => name.padEnd(36) + cells.map((cell) => cell.padStart(12)).join(''),
    )
    .join('\n');
}

function rowOf(name: string, results: readonly CaseResult[]) {
  const survived = results.filter((result) => result.survived).length;
  const wrong = results.filter(({ problems }) => problems.length > 0).length;
  const again = results.filter(({ problems }) => problems.some(isOfRerun)).length;
  const sent = results.reduce((sum, { sentAgainBytes }) => sum + sentAgainBytes, 0);
  const tried = results.length;
  const counts = [tried, survived, tried - survived, tried - again, sent, wrong];
  return { tried, cells: [name, ...counts.map((count) => count.toLocaleString('en'))] };
}

function isOfRerun(problem: string): boolean {
  return problem.startsWith('run again');
}

/** What went wrong in a case, in a line each. */
export function problemsOf(result: CaseResult): readonly string[] {
  const { recording, step, fault, isForEver, problems } = result;
  const how = `${fault.name}${isForEver ? ' for ever' : ''}`;
  const what = `${recording.scenario.name}: ${how} at ${describeStep(step)}`;
  return problems.map((problem) => `${what}: ${problem}`);
}
