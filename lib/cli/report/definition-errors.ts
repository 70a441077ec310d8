import type { DefinitionProblem } from '../../definition/errors.ts';
import { printable } from '../../wording/printable.ts';

/** Mistakes as compilers print them, so that editors can jump to each; every line ends in a newline. */
export function renderDefinitionErrors(problems: readonly DefinitionProblem[]): string {
  return problems.map((problem) => render(problem, problem.message)).join('');
}

/** Problems that keep no definition from being used: as errors are printed, but called warnings. */
export function renderDefinitionWarnings(problems: readonly DefinitionProblem[]): string {
  return problems.map((problem) => render(problem, `warning: ${problem.message}`)).join('');
}

function render({ file, line, column, hint }: DefinitionProblem, message: string): string {
  const place = printable(`${file}:${line}:${column}: ${message}`);
  return hint === null ? `${place}\n` : `${place}\n  hint: ${printable(hint)}\n`;
}
