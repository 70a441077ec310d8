import { type Area, element, rounded, text } from '../svg.ts';
import type { WidgetProperties } from './read-dashboard.ts';
import { SAMPLE_TABLES } from './sample-tables.ts';

const LINE = 22;

/** About the width of a character of a table, in pixels, and how many are left free between columns. */
const CHARACTER = 5.8;
const COLUMN_GAP = 3;

/** Each alarm in its state; one of them rings, so that it can be seen what that is like. */
export function drawAlarms({ alarms = [] }: WidgetProperties, { width }: Area): string {
  return alarms
    .map((alarm, position) => {
      const [x, y] = [(position % 2) * (width / 2), 14 + Math.floor(position / 2) * 38];
      const rings = alarm === 'NewConflicts';
      const box = { x, y: y - 14, width: width / 2 - 10, height: 30, rx: 3 };
      return (
        element('rect', { ...box, fill: rings ? '#fdf3f1' : '#f2f8f0' }) +
        text(x + 10, y + 5, alarm, { weight: 'bold' }) +
        text(x + width / 2 - 20, y + 5, rings ? 'In alarm' : 'OK', {
          color: rings ? '#d13212' : '#1d8102',
          anchor: 'end',
        })
      );
    })
    .join('');
}

/** Markdown without its marks; what is too long for the widget is cut. */
export function drawMarkdown({ markdown = '' }: WidgetProperties, { width }: Area): string {
  const fitting = width / CHARACTER;
  return markdown
    .split('\n')
    .map((line, position) => {
      const isHeading = line.startsWith('#');
      const words = line
        .replace(/^#+ /, '')
        .replace(/^- /, '•  ')
        .replaceAll(/\*\*|`/g, '');
      return text(
        0,
        14 + position * LINE,
        cut(words, fitting),
        isHeading ? { size: 16, weight: 'bold' } : {},
      );
    })
    .join('');
}

/** The table that the query of a widget would answer with: columns as wide as what they hold, cut where they do not fit. */
export function drawTable({ title = '' }: WidgetProperties, { width }: Area): string {
  const rows = SAMPLE_TABLES[title] ?? [];
  const longest = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const total = longest.reduce((sum, length) => sum + length + COLUMN_GAP, 0);
  const share = Math.min(CHARACTER, width / total);
  const placeOf = (column: number) =>
    longest.slice(0, column).reduce((x, length) => x + (length + COLUMN_GAP) * share, 0);
  return rows
    .flatMap((row, line) =>
      row.map((cell, column) =>
        text(
          rounded(placeOf(column)),
          14 + line * LINE,
          cut(cell, (width - placeOf(column)) / CHARACTER),
          {
            size: 10,
            weight: line === 0 ? 'bold' : 'normal',
          },
        ),
      ),
    )
    .join('');
}

function cut(words: string, fitting: number): string {
  return words.length > fitting ? `${words.slice(0, Math.floor(fitting) - 1)}…` : words;
}
