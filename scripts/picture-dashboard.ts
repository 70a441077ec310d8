import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawGraph } from './picture-dashboard/draw-graph.ts';
import { drawAlarms, drawMarkdown, drawTable } from './picture-dashboard/draw-words.ts';
import {
  readDashboard,
  type Widget,
  type WidgetProperties,
} from './picture-dashboard/read-dashboard.ts';
import { type Area, element, text } from './svg.ts';

const PICTURE = join(import.meta.dirname, '../docs/dashboard.svg');

/** Pixels of one of CloudWatch's 24 units. */
const UNIT_WIDTH = 56;
const UNIT_HEIGHT = 42;
const GAP = 8;
const PADDING = 14;
const TITLE = 34;

const DRAW: Readonly<Record<string, (properties: WidgetProperties, area: Area) => string>> = {
  alarm: drawAlarms,
  log: drawTable,
  metric: drawGraph,
  text: drawMarkdown,
};

const widgets = readDashboard();
const width = 24 * UNIT_WIDTH + GAP;
const height = Math.max(...widgets.map(({ y, height }) => y + height)) * UNIT_HEIGHT + GAP;
await writeFile(PICTURE, `${drawPage(widgets)}\n`);

function drawPage(shown: readonly Widget[]): string {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    'font-family': 'Helvetica, Arial, sans-serif',
    role: 'img',
  };
  const title = element('title', {}, 'The dashboard of image-syncer, with sample data');
  const ground = element('rect', { width, height, fill: '#f2f3f3' });
  return element('svg', attributes, [title, ground, ...shown.map(drawWidget)].join('\n'));
}

function drawWidget(widget: Widget): string {
  const { type, properties } = widget;
  const box = {
    width: widget.width * UNIT_WIDTH - GAP,
    height: widget.height * UNIT_HEIGHT - GAP,
  };
  const heading = properties.title === undefined ? 0 : TITLE;
  const area = { width: box.width - 2 * PADDING, height: box.height - heading - PADDING };
  const place = `translate(${widget.x * UNIT_WIDTH + GAP} ${widget.y * UNIT_HEIGHT + GAP})`;
  const content = { transform: `translate(${PADDING} ${Math.max(heading, PADDING)})` };
  return element(
    'g',
    { transform: place },
    [
      element('rect', { ...box, fill: '#ffffff', stroke: '#d5dbdb', rx: 2 }),
      text(PADDING, 22, properties.title ?? '', { size: 13, weight: 'bold', color: '#16191f' }),
      element('g', content, DRAW[type]?.(properties, area) ?? ''),
    ].join(''),
  );
}
