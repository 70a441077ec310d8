import { stripVTControlCharacters } from 'node:util';
import { printable } from '../../wording/printable.ts';
import { packLines } from '../terminal/pack.ts';
import type { Paint, Style } from '../terminal/paint.ts';
import type { Detail } from './detail.ts';

/** A line of a table before it is laid out, its texts still as registries wrote them. */
export interface Row {
  readonly status: string;
  readonly style: Style;
  readonly name: string;
  readonly details: readonly Detail[];
}

/** What the table is printed on. */
export interface LayoutOptions {
  /** Characters to a line; `Infinity` breaks none. */
  readonly width: number;
  readonly paint: Paint;
}

const GAP = 2;

/** Narrower than this, a column of details is unpleasant to read. */
const LEAST_DETAILS_WIDTH = 40;

/**
 * Lines of a table with the columns status, name and details, or where those do
 * not fit beside each other, with the details indented below the name. Parts
 * of details, such as a digest or a word, are never broken.
 */
export function layOut(rows: readonly Row[], { width, paint }: LayoutOptions): string[] {
  const statusWidth = longest(rows.map(({ status }) => status)) + GAP;
  const nameWidth = longest(rows.map(({ name }) => printable(name))) + GAP;
  const indent = statusWidth + nameWidth;
  const parts = rows.flatMap(({ details }) => details.flatMap((detail) => detail.parts));
  const beside = indent + Math.max(LEAST_DETAILS_WIDTH, longest(parts.map(printable))) <= width;

  return rows.flatMap((row) => {
    const status = paint(row.style, row.status) + ' '.repeat(statusWidth - row.status.length);
    const name = printable(row.name);
    if (!beside)
      return below(status + name, detailLines(row, { width, paint, indent: GAP }), width);

    const [first = '', ...others] = detailLines(row, { width, paint, indent });
    return [status + name.padEnd(nameWidth) + first.trimStart(), ...others].map(withoutEnd);
  });
}

/** Details under `head`, or after it where they are a single line for which there is room. */
function below(head: string, details: readonly string[], width: number): string[] {
  const together = `${head}${details[0] ?? ''}`;
  const fits = details.length <= 1 && stripVTControlCharacters(together).length <= width;
  return fits ? [together] : [head, ...details];
}

/** A table, and below it in bold what it comes to, by its parts; ends with a line end. */
export function withSummary(
  table: readonly string[],
  parts: readonly string[],
  { width, paint }: LayoutOptions,
): string {
  const summary = packLines(parts, ' · ', width).map((line) => paint('bold', line));
  return [...table, ...(table.length === 0 ? [] : ['']), ...summary, ''].join('\n');
}

function detailLines(
  { details }: Row,
  { width, paint, indent }: LayoutOptions & { readonly indent: number },
): string[] {
  return details.flatMap(({ parts, separator, style }) =>
    packLines(parts.map(printable), separator, width - indent).map(
      (line) => ' '.repeat(indent) + (style === undefined ? line : paint(style, line)),
    ),
  );
}

function withoutEnd(line: string): string {
  return line.trimEnd();
}

function longest(texts: readonly string[]): number {
  return texts.reduce((length, text) => Math.max(length, text.length), 0);
}
