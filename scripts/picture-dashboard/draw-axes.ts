import { type Area, element, rounded, text } from '../svg.ts';

const SMALL = { size: 9, color: '#879596' } as const;

/** Hours under the graph of a day. */
const HOURS = ['00:00', '06:00', '12:00', '18:00'];

/** Where the axis of `highest` ends: 1, 2, 4 or 5 of its power of ten. */
export function axisTop(highest: number): number {
  if (highest <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  const [step = 10] = [1, 2, 4, 5].filter((one) => one * power >= highest);
  return step * power;
}

/** Lines at nothing, half and all of the height, the hours below, and what the heights mean beside. */
export function drawAxes({ width, height }: Area, left: number, right: number | undefined): string {
  const lines = [0, 0.5, 1].map((share) => {
    const y = rounded(height * (1 - share));
    return [
      element('line', { x1: 0, x2: width, y1: y, y2: y, stroke: '#eaeded' }),
      text(-6, y + 3, label(left * share), { ...SMALL, anchor: 'end' }),
      right === undefined ? '' : text(width + 6, y + 3, label(right * share), SMALL),
    ].join('');
  });
  const hours = HOURS.map((hour, position) =>
    text(rounded((width * position) / HOURS.length), height + 12, hour, SMALL),
  );
  return [...lines, ...hours].join('');
}

function label(value: number): string {
  const units = [
    ['G', 1e9],
    ['M', 1e6],
    ['k', 1e3],
  ] as const;
  const [unit, size] = units.find(([, size]) => value >= size) ?? ['', 1];
  return `${rounded(value / size)}${unit}`;
}
