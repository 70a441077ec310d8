import { FIGURES, type Figure, formOf } from './figures.ts';
import type { Goal } from './goal.ts';
import type { Scenario, ScenarioResult, SubjectResult } from './scenario.ts';

const LABEL_WIDTH = 34;
const CELL_WIDTH = 12;

/** What one scenario found, as tables for a terminal. */
export function formatResult({ name, title }: Scenario, result: ScenarioResult): string {
  const { subjects, goals } = result;
  const figures = FIGURES.filter((figure) =>
    subjects.some(({ median }) => median[figure] !== undefined),
  );
  return [
    `${name}: ${title}`,
    line(
      '  medians',
      figures.map((figure) => formOf(figure).heading),
    ),
    ...subjects.map((subject) => subjectLine(subject, figures)),
    ...goals.map(goalLine),
    '',
    '',
  ].join('\n');
}

function subjectLine({ name, median }: SubjectResult, figures: readonly Figure[]): string {
  return line(
    `  ${name}`,
    figures.map((figure) => {
      const { [figure]: value } = median;
      return value === undefined ? '' : formOf(figure).format(value);
    }),
  );
}

function goalLine({ name, bound, limit, actual, met }: Goal): string {
  const sign = bound === 'most' ? '≤' : '≥';
  return line(`  goal: ${name}`, [
    short(actual),
    `${sign} ${short(limit)}`,
    met ? 'met' : 'MISSED',
  ]);
}

/** Ratios to the hundredth, counts as they are. */
function short(value: number): string {
  return value < 10 ? value.toFixed(2) : Math.round(value).toLocaleString('en');
}

function line(label: string, cells: readonly string[]): string {
  return `${label.padEnd(LABEL_WIDTH)}${cells.map((cell) => cell.padStart(CELL_WIDTH)).join('')}`.trimEnd();
}
