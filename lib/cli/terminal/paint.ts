import { Writable } from 'node:stream';
import { styleText } from 'node:util';
import type { OutputStream } from './output-stream.ts';

/** The styles that output uses, by the names of `styleText`. */
export type Style = 'red' | 'yellow' | 'green' | 'cyan' | 'bold' | 'dim';

/** Puts `text` in a style, or leaves it as it is where there are no colours. */
export type Paint = (style: Style, text: string) => string;

/** Paints when `color` says so, and else not at all. */
export function createPaint(color: boolean): Paint {
  if (!color) return (_, text) => text;
  return (style, text) => styleText(style, text, { validateStream: false });
}

/** Whether `stream` is a terminal with colours; `NO_COLOR`, `NODE_DISABLE_COLORS` and `FORCE_COLOR` count. */
export function hasColors(stream: OutputStream): boolean {
  return stream instanceof Writable && styleText('red', 'x', { stream }) !== 'x';
}
