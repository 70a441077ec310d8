import { type Figures, formatFigures } from './figures.ts';

const CLEAR_LINE = '\r\u001b[2K';
const LABEL_WIDTH = 40;

/** Shows on stderr what is in progress while `work` runs, and then what it took. */
export async function measured(label: string, work: () => Promise<Figures>): Promise<Figures> {
  const figures = await during(label, work);
  process.stderr.write(`${label.padEnd(LABEL_WIDTH)} ${formatFigures(figures)}\n`);
  return figures;
}

/** Shows `label` on a terminal for as long as `work` runs. */
export async function during<Result>(label: string, work: () => Promise<Result>): Promise<Result> {
  if (!process.stderr.isTTY) return work();
  process.stderr.write(`${label} …`);
  try {
    return await work();
  } finally {
    process.stderr.write(CLEAR_LINE);
  }
}
