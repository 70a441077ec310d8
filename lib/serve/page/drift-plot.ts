import { scaleUtc } from 'd3-scale';
import { html } from 'hono/html';
import type { Drift } from '../../mirror/ledger-reader.ts';
import { shortDigest } from './digest.ts';
import type { Markup } from './markup.ts';
import { momentText } from './moment.ts';
import { runPath } from './paths.ts';

const [LINE, AXIS, HEIGHT] = [30, 62, 84];

/**
 * When a tag moved, on a line of time that ends `now`; the spans between are the digests that it named.
 * Places are shares of the width. `moves` come the earliest first.
 */
export function renderDriftPlot(moves: readonly Drift[], now: number): Markup {
  const first = Date.parse(moves[0]?.seenAt ?? '');
  const lead = Math.max((now - first) * 0.12, 60_000);
  const x = scaleUtc([first - lead, Math.max(now, first)], [1, 98]);
  const place = (time: number) => `${x(time).toFixed(3)}%`;
  const starts = [first - lead, ...moves.map(({ seenAt }) => Date.parse(seenAt))];
  const ends = [...starts.slice(1), Math.max(now, first)];
  const spans = starts.map((start, index) => {
    const width = (x(ends[index] ?? now) - x(start)).toFixed(3);
    return html`<rect class="span-${index % 2}" x="${place(start)}" width="${width}%" y="${LINE - 5}" height="10"></rect>`;
  });
  return html`<svg class="drift" width="100%" height="${HEIGHT}" role="group" aria-labelledby="drift-title drift-description">
<title id="drift-title">Moves of the tag over time</title>
<desc id="drift-description">A line of time that ends now, with a numbered point for each of ${moves.length} moves. The table below has the same moves.</desc>
${spans}${renderTicks(x)}
${moves.map((move, index) => renderMove(move, index + 1, place(Date.parse(move.seenAt))))}</svg>`;
}

function renderTicks(x: ReturnType<typeof scaleUtc<number>>): readonly Markup[] {
  const format = x.tickFormat(3);
  return x
    .ticks(3)
    .filter((tick) => x(tick) > 5 && x(tick) < 93)
    .map((tick) => {
      const at = `${x(tick).toFixed(3)}%`;
      return html`<line class="grid" x1="${at}" x2="${at}" y1="${LINE}" y2="${AXIS}"></line><text x="${at}" y="${HEIGHT - 6}" text-anchor="middle">${format(tick)}</text>`;
    });
}

function renderMove({ seenAt, runId, from, to }: Drift, number: number, at: string): Markup {
  const words = `Move ${number}, ${momentText(seenAt)}: from ${shortDigest(from)} to ${shortDigest(to)}`;
  return html`<a href="${runPath(runId)}" tabindex="-1" aria-label="${words}"><title>${words}</title><circle cx="${at}" cy="${LINE}" r="11"></circle></a><text class="number" aria-hidden="true" x="${at}" y="${LINE + 4}" text-anchor="middle">${number}</text>`;
}
