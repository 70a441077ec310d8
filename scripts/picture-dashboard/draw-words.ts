import type { Area } from './draw-graph.ts';
import type { WidgetProperties } from './read-dashboard.ts';
import { element, text } from './svg.ts';

const LINE = 22;

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
  const fitting = Math.floor(width / 5.8);
  return markdown
    .split('\n')
    .map((line, position) => {
      const isHeading = line.startsWith('#');
      const words = line
        .replace(/^#+ /, '')
        .replace(/^- /, '•  ')
        .replaceAll(/\*\*|`/g, '');
      const shown = words.length > fitting ? `${words.slice(0, fitting - 1)}…` : words;
      return text(0, 14 + position * LINE, shown, isHeading ? { size: 16, weight: 'bold' } : {});
    })
    .join('');
}

/** What the queries of the logs would find, by title: a row of names, and rows of what is found. */
const TABLES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'Hosts that throttle': [
    ['images', 'last', 'error.side', 'sourceHost'],
    ['14', '06:02:41', 'source', 'docker.io'],
    ['2', '00:01:13', 'target', '1234….dkr.ecr'],
  ],
  'Last runs': [
    ['startedAt', 'trigger', 'expected', 'copied', 'unchanged', 'conflict', 'failed'],
    ['18:03:07', 'schedule', '1000', '12', '983', '3', '2'],
    ['13:47:52', 'change', '1000', '41', '954', '3', '2'],
    ['12:04:31', 'schedule', '996', '8', '984', '2', '2'],
    ['06:02:18', 'schedule', '996', '15', '977', '2', '2'],
    ['00:01:02', 'schedule', '996', '9', '983', '2', '2'],
  ],
  'Last failures': [
    ['@timestamp', 'message', 'source', 'reason or error.message'],
    ['18:09:44', 'image failed', 'quay.io/team/agent:2.1', 'the registry has no such manifest'],
    ['18:09:12', 'image synced', 'docker.io/library/redis:7', 'the tag has other content'],
    ['18:05:20', 'image failed', 'ghcr.io/team/tool:v3', 'the registry refuses the credentials'],
  ],
};

/** The table that the query of a widget would answer with. */
export function drawTable({ title = '' }: WidgetProperties, { width }: Area): string {
  const rows = TABLES[title] ?? [];
  const columns = rows[0]?.length ?? 1;
  return rows
    .flatMap((row, line) =>
      row.map((cell, column) =>
        text((column * width) / columns, 14 + line * LINE, cell, {
          size: 10,
          weight: line === 0 ? 'bold' : 'normal',
        }),
      ),
    )
    .join('');
}
