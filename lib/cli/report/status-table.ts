import type { RunSummary } from '../../mirror/run.ts';
import { counted } from '../../wording/outcome-words.ts';
import { formatCount } from '../../wording/quantities.ts';
import type { StatusAnswer } from '../status-answer.ts';
import { createPaint, type Paint } from '../terminal/paint.ts';
import { driftRow, imageRecordRow, imageRow, recordRow, runRow } from './status-rows.ts';
import { layOut } from './table-layout.ts';
import type { TableOptions } from './table-options.ts';

/** What a ledger has recorded, as text that ends in a newline. Names and ids are never shortened. */
export function renderStatus(
  answer: StatusAnswer,
  { columns, color = false }: TableOptions = {},
): string {
  const paint = createPaint(color);
  const table = { width: columns || Number.POSITIVE_INFINITY, paint };
  const rows = layOut(rowsOf(answer), table);
  const summary = summaryLines(answer, paint);
  const gap = rows.length === 0 || summary.length === 0 ? [] : [''];
  return [...rows, ...gap, ...summary, ''].join('\n');
}

function rowsOf(answer: StatusAnswer): Parameters<typeof layOut>[0] {
  switch (answer.kind) {
    case 'latest':
      return answer.run ? [runRow(answer.run)] : [];
    case 'failing':
      return answer.images.map(recordRow);
    case 'image':
      return [imageRecordRow(answer.image), ...answer.drift.map(driftRow)];
    case 'run':
      return [runRow(answer.run), ...answer.images.map((image) => imageRow(image, answer.run))];
    case 'runs':
      return answer.runs.map(runRow);
  }
}

function summaryLines(answer: StatusAnswer, paint: Paint): string[] {
  switch (answer.kind) {
    case 'latest':
      return [
        ...(answer.run ? [] : ['no run yet']),
        paint('bold', failingSentence(answer.failing)),
        ...(answer.failing === 0 ? [] : ['  hint: see them with --failing']),
      ];
    case 'failing':
      return [paint('bold', failingSentence(answer.images.length))];
    case 'image':
      return [paint('bold', driftSentence(answer.drift.length))];
    case 'run':
      return unlistedLines(answer.run).map((line) => paint('dim', line));
    case 'runs':
      return [paint('bold', counted(answer.runs.length, 'run'))];
  }
}

function failingSentence(failing: number): string {
  if (failing === 0) return 'no image is failing';
  return failing === 1 ? '1 image is failing' : `${counted(failing, 'image')} are failing`;
}

function driftSentence(moves: number): string {
  return moves === 0 ? 'its source never moved' : `its source moved ${counted(moves, 'time')}`;
}

/** A ledger keeps no outcome of images that a run found in place. */
function unlistedLines({ counts: { unchanged } }: RunSummary): string[] {
  return unchanged === 0 ? [] : [`${formatCount(unchanged)} unchanged, not listed`];
}
